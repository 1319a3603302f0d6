package dev.kverdict.guest;

import dev.kverdict.record.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a program's steps from its standard output: KTAP result lines at the top level (the
 * kernel's Documentation/dev-tools/ktap.rst), with {@code # errno=N} as the reason of a failure.
 */
final class Ktap {

  private static final int MAX_STEPS = 1000;
  private static final int MAX_PENDING = 4096;

  private static final Pattern RESULT =
      Pattern.compile("(not )?ok\\s+\\d+\\s*(?:-\\s*)?([^#]*?)\\s*(?:#\\s*(.*))?");
  private static final Pattern ERRNO = Pattern.compile("(?:^|\\s)errno=([A-Z0-9]+)\\b");

  /** The numbers that steps of file-system reproducers meet (asm-generic/errno*.h, x86_64). */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("1", "EPERM"),
          Map.entry("2", "ENOENT"),
          Map.entry("4", "EINTR"),
          Map.entry("5", "EIO"),
          Map.entry("9", "EBADF"),
          Map.entry("11", "EAGAIN"),
          Map.entry("12", "ENOMEM"),
          Map.entry("13", "EACCES"),
          Map.entry("14", "EFAULT"),
          Map.entry("16", "EBUSY"),
          Map.entry("17", "EEXIST"),
          Map.entry("19", "ENODEV"),
          Map.entry("20", "ENOTDIR"),
          Map.entry("21", "EISDIR"),
          Map.entry("22", "EINVAL"),
          Map.entry("25", "ENOTTY"),
          Map.entry("27", "EFBIG"),
          Map.entry("28", "ENOSPC"),
          Map.entry("30", "EROFS"),
          Map.entry("34", "ERANGE"),
          Map.entry("38", "ENOSYS"),
          Map.entry("61", "ENODATA"),
          Map.entry("75", "EOVERFLOW"),
          Map.entry("95", "EOPNOTSUPP"),
          Map.entry("110", "ETIMEDOUT"),
          Map.entry("116", "ESTALE"),
          Map.entry("117", "EUCLEAN"));

  private final StringBuilder pending = new StringBuilder();
  private final List<StepResult> steps = new ArrayList<>();

  /** Takes the next piece of output, wherever it was cut. */
  void accept(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line(pending.toString());
        pending.setLength(0);
      } else if (pending.length() < MAX_PENDING && c != '\r') {
        pending.append(c);
      }
    }
  }

  /** The steps so far, in the order printed. */
  List<StepResult> steps() {
    return List.copyOf(steps);
  }

  private void line(String line) {
    Matcher result = RESULT.matcher(line);
    if (!result.matches() || steps.size() == MAX_STEPS) {
      return;
    }
    boolean ok = result.group(1) == null;
    steps.add(new StepResult(result.group(2), ok, ok ? null : errno(result.group(3))));
  }

  private static @Nullable String errno(@Nullable String comment) {
    Matcher found = ERRNO.matcher(comment == null ? "" : comment);
    if (!found.find()) {
      return null;
    }
    String value = found.group(1);
    return NAMES.getOrDefault(value, value);
  }
}
