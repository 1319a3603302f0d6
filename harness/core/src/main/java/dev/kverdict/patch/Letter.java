package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.util.Optional;
import java.util.Set;

/**
 * A patch with the mail it came in, if it came in one.
 *
 * @param mail the mail; its subject is the one that its text claims, if it does
 * @param reply whether the mail is an answer to another one
 * @param related the message ids of the mails that it answers
 * @param diff the diff; empty if there is none, or if it is damaged
 * @param damage what is wrong with the diff
 */
record Letter(
    Optional<Mail> mail,
    boolean reply,
    Set<String> related,
    DiffText diff,
    Optional<UserError> damage) {

  Subject subject() {
    return Subject.of(mail.map(Mail::subject).orElse(""));
  }

  /** Returns whether it has a place in a series; an answer has that of what it answers. */
  boolean numbered() {
    return !reply && subject().total() > 0;
  }

  /** Returns whether it holds a diff, though it may be damaged. */
  boolean isPatch() {
    return !diff.isEmpty() || damage.isPresent();
  }

  /** Returns whether both make the same changes. */
  boolean sameAs(Letter other) {
    return damage.isEmpty() && other.damage.isEmpty() && diff.files().equals(other.diff.files());
  }

  /** Returns whether one answers the other, or both answer a third. */
  boolean relatedTo(Letter other) {
    return related.stream().anyMatch(other.related::contains)
        || mail.map(Mail::messageId).filter(other.related::contains).isPresent()
        || other.mail.map(Mail::messageId).filter(related::contains).isPresent();
  }

  /** Returns its subject as written, for a person. */
  String title() {
    return mail.map(Mail::subject).filter(s -> !s.isEmpty()).orElse("a diff without a subject");
  }

  /**
   * Returns the patch.
   *
   * @param prefix the number of directories in its paths that do not belong to the source
   * @throws UserError if it is damaged, or a path leaves the source
   */
  ParsedPatch patch(int prefix) {
    if (damage.isPresent()) {
      throw damage.get();
    }
    return new ParsedPatch(mail, diff.changes(prefix), diff.text(prefix));
  }
}
