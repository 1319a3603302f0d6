package dev.kverdict.patch;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the source, as {@code file:line}.
 *
 * @param file the path below the source's root
 * @param line the line's number, from 1
 */
public record Site(String file, int line) {

  /** Includes what addr2line adds if a line has code in several basic blocks. */
  private static final Pattern TEXT =
      Pattern.compile("([^:?].*):([1-9]\\d{0,6})(?: \\(discriminator \\d+\\))?");

  public Site {
    Objects.requireNonNull(file, "file");
  }

  /**
   * Reads {@code file:line}; empty when the text is something else. A compiler that ran in a
   * directory below the source writes {@code ./../fs/x.c:7} for {@code fs/x.c:7}.
   */
  public static Optional<Site> of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String file = matcher.group(1).replaceFirst("^(?:\\.{1,2}/)+", "");
    return Optional.of(new Site(file, Integer.parseInt(matcher.group(2))));
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
