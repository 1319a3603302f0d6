package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the one patch or series in what may be a whole thread of mails: without replies and what
 * came twice, the newest version, in its own order.
 */
final class Series {

  private static final int MOST_NAMED = 5;

  private final String name;
  private final List<String> notes = new ArrayList<>();

  private Series(String name) {
    this.name = name;
  }

  /**
   * The patches that apply, in order, and what was left out.
   *
   * @param notes a line for a person each
   */
  record Found(List<Letter> letters, List<String> notes) {}

  /**
   * Returns the series.
   *
   * @param name the name of the file, for errors and notes
   * @throws UserError when there are several series, and nothing says which one is meant
   */
  static Found in(List<Letter> letters, String name) {
    Series series = new Series(name);
    List<Letter> found = series.ordered(series.newest(series.once(series.withoutReplies(letters))));
    return new Found(found, series.notes);
  }

  /** An answer's diff is a proposal, unless nobody else has one. */
  private List<Letter> withoutReplies(List<Letter> letters) {
    List<Letter> own = letters.stream().filter(letter -> !letter.reply()).toList();
    if (own.isEmpty()) {
      List<Letter> distinct = once(letters);
      if (distinct.size() > 1) {
        throw several("diffs in several replies", distinct);
      }
      return distinct;
    }
    letters.stream()
        .filter(Letter::reply)
        .forEach(letter -> note("a reply with a diff of its own is left out: " + letter.title()));
    return own;
  }

  private List<Letter> once(List<Letter> letters) {
    List<Letter> distinct = new ArrayList<>();
    for (Letter letter : letters) {
      if (distinct.stream().anyMatch(known -> twice(known, letter))) {
        note("the same patch is there twice and is taken once: " + letter.title());
      } else {
        distinct.add(letter);
      }
    }
    return distinct;
  }

  private static boolean twice(Letter one, Letter two) {
    Subject first = one.subject();
    Subject second = two.subject();
    boolean samePlace = first.number() == second.number() && first.version() == second.version();
    boolean unnamed = one.mail().isEmpty() || two.mail().isEmpty();
    boolean answers = one.reply() && two.reply();
    return one.sameAs(two)
        && (unnamed || answers || (samePlace && first.bare().equals(second.bare())));
  }

  private List<Letter> newest(List<Letter> letters) {
    int newest = letters.stream().mapToInt(l -> l.subject().version()).max().orElse(1);
    List<Letter> kept = letters.stream().filter(l -> l.subject().version() == newest).toList();
    List<Letter> older = letters.stream().filter(l -> l.subject().version() != newest).toList();
    for (Letter old : older) {
      if (kept.stream().noneMatch(now -> supersedes(now, old))) {
        throw several("patches of different versions", letters);
      }
    }
    if (!older.isEmpty()) {
      String left =
          older.stream()
              .map(letter -> "v" + letter.subject().version())
              .distinct()
              .sorted()
              .collect(Collectors.joining(", "));
      note("v" + newest + " is taken, the newest version; left out: " + left);
    }
    return kept;
  }

  private static boolean supersedes(Letter now, Letter old) {
    return now.numbered()
        || old.numbered()
        || now.subject().bare().equals(old.subject().bare())
        || now.relatedTo(old);
  }

  private List<Letter> ordered(List<Letter> letters) {
    List<Letter> numbered = letters.stream().filter(Letter::numbered).toList();
    if (numbered.isEmpty()) {
      requireDifferent(letters);
      return letters;
    }
    if (numbered.size() < letters.size()) {
      throw several("patches with and without a number", letters);
    }
    if (numbered.stream().map(l -> l.subject().total()).distinct().count() > 1
        || numbered.stream().map(l -> l.subject().number()).distinct().count() < numbered.size()) {
      throw several("patches of several series", letters);
    }
    return numbered.stream().sorted(Comparator.comparingInt(l -> l.subject().number())).toList();
  }

  /** Of two patches with one subject, one was meant to replace the other. */
  private void requireDifferent(List<Letter> letters) {
    long subjects =
        letters.stream()
            .filter(l -> l.mail().isPresent())
            .map(l -> l.subject().bare())
            .distinct()
            .count();
    long mails = letters.stream().filter(l -> l.mail().isPresent()).count();
    if (subjects < mails) {
      throw several("different patches with the same subject and version", letters);
    }
  }

  private UserError several(String what, List<Letter> letters) {
    String named =
        letters.stream().limit(MOST_NAMED).map(Letter::title).collect(Collectors.joining("; "));
    String more = letters.size() > MOST_NAMED ? "; and others" : "";
    return new UserError(
        name,
        "holds " + what + " (" + named + more + ")",
        "keep the mails of the patch or series that is meant");
  }

  private void note(String text) {
    notes.add(name + ": " + text);
  }
}
