package dev.kverdict.syzbot;

import dev.kverdict.text.Printable;
import java.util.Optional;
import java.util.regex.Pattern;

/** Titles of crashes, as they stand in subjects. */
final class Titles {

  private static final Pattern PREFIX =
      Pattern.compile(
          "^(?:(?:re|aw|sv|fwd?|wg|forwarded|reply)\\s*:|\\[[^\\[\\]]{0,80}\\])\\s*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PATCH =
      Pattern.compile("(?i)^(?:re:\\s*|fwd?:\\s*|forwarded:\\s*)*\\[[^\\]]{0,40}patch\\b.*");

  /** syzbot counts bugs of the same name; the kernel's report has no number. */
  private static final Pattern NUMBER = Pattern.compile("\\s+\\(\\d{1,4}\\)$");

  private Titles() {}

  /** Returns the title in a subject; empty if that is the subject of a patch, or of nothing. */
  static Optional<String> inSubject(String subject) {
    return PATCH.matcher(subject).matches() ? Optional.empty() : of(subject);
  }

  /** Returns a title on one line of ASCII, without what is put around it. */
  static Optional<String> of(String text) {
    String rest = Printable.ascii(Printable.line(text)).strip();
    for (String shorter = strip(rest); !shorter.equals(rest); shorter = strip(rest)) {
      rest = shorter;
    }
    String title = NUMBER.matcher(rest).replaceFirst("");
    return title.isEmpty() ? Optional.empty() : Optional.of(title);
  }

  private static String strip(String text) {
    return PREFIX.matcher(text).replaceFirst("").strip();
  }
}
