package dev.kverdict.oops;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A title as somebody wrote it, in the parts that are compared. A title is {@code KIND in
 * FUNCTION}, {@code KIND at FILE:LINE} or only a kind. What dashboards add does not count, nor does
 * what a console adds to a function: blanks, {@code [ocfs2?]} before and {@code (2)} behind the
 * title, {@code .isra.0}, {@code +0x1f/0x90} and {@code [module]} behind the function.
 *
 * @param kind what went wrong, by one name: {@link SameKinds#named}
 * @param function the function, or null
 * @param place {@code file:line}, or null
 */
record WrittenTitle(String kind, @Nullable String function, @Nullable String place) {

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /**
   * The subsystem as a guess, and who reports: {@code [syzbot] [ocfs2?]} in subjects of mails and
   * of answers to them.
   */
  private static final Pattern TAGS =
      Pattern.compile("^(?:(?:[Rr][Ee]|[Ff][Ww][Dd]?): ?)*(?:\\[[\\w?.+-]{1,40}\\] ?)+(?=.)");

  /** What dashboards wrote for the number of a line, which changes with every version. */
  private static final String ANY_LINE = ":LINE";

  /** syzbot numbers bugs with the same title: its documentation, "syzbot.md". */
  private static final Pattern NUMBERED = Pattern.compile("(?: \\(\\d{1,4}\\))+$");

  private static final Pattern IN_FUNCTION =
      Pattern.compile(
          "(?<kind>.+) in (?<function>[A-Za-z_][\\w.$]*(?:::\\w+)*)(?:\\(\\))?"
              + "(?:\\+0x[0-9a-f]+(?:/0x[0-9a-f]+)?)?(?:/usb_submit_urb)?(?: \\[[\\w-]+\\])?"
              + "(?: at addr \\w+)?");

  private static final Pattern AT_PLACE =
      Pattern.compile(
          "(?<kind>kernel BUG|WARNING|UBSAN: .+) (?:at|in) (?:\\.\\./)*"
              + "(?<place>[\\w./+-]+\\.[A-Za-z]+:(?:\\d+|LINE))(?::\\d+)?!?");

  /** Reads a title. */
  static WrittenTitle of(String written) {
    String text = BLANKS.matcher(written).replaceAll(" ").strip();
    text = TAGS.matcher(text).replaceFirst("");
    text = NUMBERED.matcher(text).replaceFirst("");
    Optional<Header> warning =
        HeaderRules.match(text).filter(header -> header.family() == Family.WARNING);
    if (warning.isPresent()) {
      return warning(warning.get());
    }
    Matcher place = AT_PLACE.matcher(text);
    if (place.matches()) {
      return new WrittenTitle(SameKinds.named(place.group("kind")), null, place.group("place"));
    }
    Matcher function = IN_FUNCTION.matcher(text);
    return function.matches()
        ? new WrittenTitle(
            SameKinds.named(function.group("kind")), named(function.group("function")), null)
        : new WrittenTitle(SameKinds.named(text), null, null);
  }

  /** Returns whether it names this place, {@code file:line}, or any line of its file. */
  boolean isAt(@Nullable String source) {
    if (source == null || place == null || !place.endsWith(ANY_LINE)) {
      return Objects.equals(place, source);
    }
    int line = source.lastIndexOf(':');
    return line >= 0 && place.equals(source.substring(0, line) + ANY_LINE);
  }

  /** Reads the line of a WARN_ON, whose kind depends on the file it is in. */
  private static WrittenTitle warning(Header header) {
    String function = header.function().map(WrittenTitle::named).orElse(null);
    return new WrittenTitle(
        SameKinds.of(header), function, function == null ? header.source().orElse(null) : null);
  }

  private static String named(String function) {
    return CrashTitle.named(Symbol.compared(Symbol.plain(function)));
  }
}
