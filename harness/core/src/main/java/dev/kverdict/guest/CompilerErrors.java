package dev.kverdict.guest;

import dev.kverdict.UserError;
import dev.kverdict.host.CommandResult;
import dev.kverdict.text.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What gcc says of a program that does not compile or link, for the person who wrote it. */
final class CompilerErrors {

  /** What the linker says of a library that it does not find. */
  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("cannot find -l([A-Za-z0-9_.+-]{1,100})");

  /** The linker's reason; its last line only counts the errors. */
  private static final Pattern UNLINKED =
      Pattern.compile("(undefined reference to|multiple definition of) `[^']{1,200}'");

  /** {@code FILE:LINE:COLUMN: error: WORDS}; of a header that is missing it is fatal. */
  private static final String ERROR = "error: ";

  private static final String FATAL = "fatal";

  /** One mistake has many errors; the first few show it. */
  private static final int MOST = 5;

  private CompilerErrors() {}

  /**
   * Requires that a program compiled.
   *
   * @throws UserError with the first errors if it did not
   */
  static void requireNone(CommandResult result, Path source) {
    if (result.ok()) {
      return;
    }
    List<String> errors = new ArrayList<>();
    for (String line : result.output()) {
      Matcher missing = MISSING_LIBRARY.matcher(line);
      if (missing.find()) {
        throw new UserError(
            source.toString(),
            "the library " + missing.group(1) + " is not there as a static one",
            "install the package that has lib" + missing.group(1) + ".a");
      }
      if (line.contains(ERROR)) {
        errors.add(line);
      }
    }
    for (String line : result.output()) {
      Matcher unlinked = UNLINKED.matcher(line);
      if (unlinked.find()) {
        throw new UserError(
            source.toString(),
            "does not link: " + unlinked.group(),
            "define it once, or name its library under libs:");
      }
    }
    throw errors.isEmpty()
        ? new UserError(source.toString(), "does not compile", result.summary())
        : error(errors, source);
  }

  private static UserError error(List<String> errors, Path source) {
    String first = errors.get(0);
    int at = first.indexOf(ERROR);
    String where = place(first.substring(0, at));
    StringBuilder remedy = new StringBuilder("fix it, or the macros that the matrix defines");
    errors.stream().skip(1).limit(MOST - 1L).forEach(line -> remedy.append(next(line)));
    if (errors.size() > MOST) {
      remedy.append(next("and %d more errors".formatted(errors.size() - MOST)));
    }
    return new UserError(
        where.isEmpty() ? source.toString() : where,
        "does not compile: " + Printable.line(first.substring(at + ERROR.length())),
        remedy.toString());
  }

  /** Returns the place of an error without what separates it from the words. */
  private static String place(String before) {
    String place = before.strip();
    place = place.endsWith(FATAL) ? place.substring(0, place.length() - FATAL.length()) : place;
    int end = place.length();
    while (end > 0 && ": ".indexOf(place.charAt(end - 1)) >= 0) {
      end--;
    }
    return place.substring(0, end);
  }

  private static String next(String line) {
    return "\n    " + Printable.line(line);
  }
}
