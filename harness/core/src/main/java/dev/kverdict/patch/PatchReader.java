package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads patches: a diff, a mail of git format-patch, a mail saved with its MIME encoding, or an
 * mbox with a thread or a whole series. All of it is hostile input.
 */
public final class PatchReader {

  /** A patch in a packed attachment of an attached mail is deep enough. */
  private static final int MOST_DEPTH = 3;

  /** How much all texts may have together, in characters, with what is unpacked from them. */
  private static final int MOST_TEXT = 2 * PatchText.MOST_BYTES;

  private final String name;
  private final StringBuilder withoutDiff = new StringBuilder();
  private int left = MOST_TEXT;

  private PatchReader(String name) {
    this.name = name;
  }

  /**
   * Returns the patches in a file, in the order in which they apply.
   *
   * @param name the file's name in errors
   * @throws UserError when it is too large or malformed, holds no diff, or several patches of which
   *     only one can be meant
   */
  public static List<ParsedPatch> read(byte[] bytes, String name) {
    return series(bytes, name).letters().stream()
        .map(letter -> letter.patch(letter.diff().prefix()))
        .toList();
  }

  /**
   * Returns whether a file holds a diff, though it may be a damaged one.
   *
   * @param name the file's name in errors
   * @throws UserError when it is too large
   */
  public static boolean holdsDiff(byte[] bytes, String name) {
    PatchReader reader = new PatchReader(name);
    return !reader.letters(PatchText.of(bytes, name), Optional.empty(), 0).isEmpty();
  }

  /** Returns the patch or series in a file, with what a person should know about it. */
  static Series.Found series(byte[] bytes, String name) {
    PatchReader reader = new PatchReader(name);
    List<Letter> patches = reader.letters(PatchText.of(bytes, name), Optional.empty(), 0);
    if (patches.isEmpty()) {
      throw NoDiff.in(reader.withoutDiff.toString(), name);
    }
    return Series.in(patches, name);
  }

  /**
   * Returns the patches in a text.
   *
   * @param outer the mail that the text is attached to
   */
  private List<Letter> letters(String text, Optional<MailText> outer, int depth) {
    left -= text.length();
    if (left < 0) {
      throw PatchText.tooLarge(name);
    }
    List<String> mails = Mbox.split(text, name);
    List<Letter> letters = new ArrayList<>();
    for (int i = 0; i < mails.size(); i++) {
      String where = mails.size() == 1 ? name : name + ", mail " + (i + 1);
      String raw = mails.get(i);
      Optional<MailText> mail = MailText.beginning(raw).flatMap(MailText::read);
      if (mail.isPresent()) {
        letters.addAll(undamaged(letters(mail.get(), where, depth), mail.get(), raw, where));
      } else {
        for (String commit : GitLog.split(raw)) {
          letters.addAll(patches(List.of(letter(outer, List.of(commit), where))));
        }
      }
    }
    return letters;
  }

  /** Some programs save a mail decoded, and its header as it was. */
  private List<Letter> undamaged(List<Letter> decoded, MailText mail, String raw, String where) {
    boolean whole = decoded.stream().anyMatch(letter -> letter.damage().isEmpty());
    if (whole || mail.parts().size() != 1 || mail.parts().get(0).html()) {
      return decoded;
    }
    Letter plain = letter(Optional.of(mail), List.of(raw), where);
    return plain.diff().isEmpty() ? decoded : List.of(plain);
  }

  /** A mail's own text counts, or else what is attached to it. */
  private List<Letter> letters(MailText mail, String where, int depth) {
    List<Letter> own =
        patches(
            mail.own().stream()
                .map(part -> letter(Optional.of(mail), part.readings(), where + ", its text"))
                .toList());
    List<Letter> attached = depth < MOST_DEPTH ? attached(mail, where, depth) : List.of();
    if (own.isEmpty()) {
      return attached;
    }
    Letter one = joined(mail, own, where);
    if (attached.stream()
        .allMatch(letter -> letter.sameAs(one) || own.stream().anyMatch(letter::sameAs))) {
      return List.of(one);
    }
    throw new UserError(
        where, "has one diff in its text and another one attached", "keep one of them");
  }

  private List<Letter> attached(MailText mail, String where, int depth) {
    List<Letter> plain = new ArrayList<>();
    List<Letter> mails = new ArrayList<>();
    for (MailPart part : mail.parts()) {
      withoutDiff.append(part.html() ? part.text() : part.file()).append('\n');
      if (part.attached() && !part.html()) {
        for (Letter letter : attached(part, mail, where, depth)) {
          boolean own = letter.mail().equals(Optional.of(mail.header()));
          (own ? plain : mails).add(letter);
        }
      }
    }
    for (MailText inner : mail.mails()) {
      mails.addAll(letters(inner, where + ", a mail in it", depth + 1));
    }
    return Stream.concat(
            plain.isEmpty() ? Stream.of() : Stream.of(joined(mail, plain, where)), mails.stream())
        .toList();
  }

  /** Anything may be attached: what cannot be a patch is passed over. */
  private List<Letter> attached(MailPart part, MailText mail, String where, int depth) {
    byte[] bytes = part.text().getBytes(StandardCharsets.ISO_8859_1);
    String text;
    try {
      text = PatchText.of(bytes, where + ", " + part.file());
    } catch (UserError e) {
      return List.of();
    }
    return letters(text, Optional.of(mail), depth + 1);
  }

  private static List<Letter> patches(List<Letter> letters) {
    return letters.stream().filter(Letter::isPatch).toList();
  }

  /** Several diffs in one mail are one patch. */
  private Letter joined(MailText mail, List<Letter> parts, String where) {
    List<Letter> distinct = new ArrayList<>();
    for (Letter part : parts) {
      if (distinct.stream().noneMatch(part::sameAs)) {
        distinct.add(part);
      }
    }
    Optional<Letter> damaged = distinct.stream().filter(l -> l.damage().isPresent()).findFirst();
    if (damaged.isPresent() || distinct.size() == 1) {
      return damaged.orElse(distinct.get(0));
    }
    String text =
        distinct.stream()
            .map(part -> String.join("\n", part.diff().lines()))
            .collect(Collectors.joining("\n"));
    return letter(Optional.of(mail), List.of(text), where);
  }

  /** Reads a text in the first way in which it holds a whole diff. */
  private Letter letter(Optional<MailText> mail, List<String> readings, String where) {
    Optional<UserError> damage = Optional.empty();
    String text = "";
    for (String reading : readings) {
      text = OwnText.of(reading);
      try {
        DiffText diff = DiffReader.read(text, where);
        if (!diff.isEmpty()) {
          return letter(mail, text, diff, Optional.empty());
        }
      } catch (UserError e) {
        damage = damage.isPresent() ? damage : Optional.of(e);
      }
    }
    withoutDiff.append(text).append('\n');
    return letter(mail, text, DiffReader.read("", where), damage);
  }

  private static Letter letter(
      Optional<MailText> mail, String text, DiffText diff, Optional<UserError> damage) {
    return new Letter(
        mail.map(m -> named(m.header(), text)),
        mail.map(m -> Subject.of(m.header().subject()).reply()).orElse(false),
        mail.map(MailText::related).orElse(Set.of()),
        diff,
        damage);
  }

  private static Mail named(Mail mail, String text) {
    return OwnText.subject(text)
        .map(subject -> new Mail(PrintableLine.of(subject), mail.messageId()))
        .orElse(mail);
  }
}
