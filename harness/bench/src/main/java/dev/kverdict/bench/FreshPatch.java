package dev.kverdict.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes from a patch an equivalent one that is in no store: after a statement that it adds, the new
 * patch adds an instruction that does nothing and contains a unique number.
 */
final class FreshPatch {

  private static final Pattern HUNK =
      Pattern.compile("(@@ -\\d+(?:,\\d+)? \\+\\d+)(?:,(\\d+))?( @@.*)");

  /** A whole statement inside a function: it is indented and has no word before its call. */
  private static final Pattern STATEMENT = Pattern.compile("\\+\\s+\\w[\\w>.\\[\\]-]*\\(.*\\);");

  private FreshPatch() {}

  /**
   * Returns the new patch; empty if no added line is a statement that another can follow.
   *
   * @param number different in each patch, positive
   */
  static Optional<String> of(String patch, int number) {
    List<String> lines = new ArrayList<>(patch.lines().toList());
    int hunk = -1;
    boolean source = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("+++ ")) {
        source = line.endsWith(".c");
        hunk = -1;
      } else if (HUNK.matcher(line).matches()) {
        hunk = i;
      } else if (source && hunk >= 0 && statement(lines, i)) {
        // A no-op of seven bytes, four of which hold the number (Intel SDM, volume 2, NOP).
        lines.add(i + 1, "+\t\tasm volatile(\"nopl " + number + "(%rax)\");");
        lines.set(hunk, longer(lines.get(hunk)));
        return Optional.of(String.join("\n", lines) + "\n");
      }
    }
    return Optional.empty();
  }

  /** A statement before an else must not be followed by another. */
  private static boolean statement(List<String> lines, int at) {
    String next = at + 1 < lines.size() ? lines.get(at + 1) : "";
    return STATEMENT.matcher(lines.get(at)).matches() && !next.strip().startsWith("else");
  }

  private static String longer(String header) {
    Matcher hunk = HUNK.matcher(header);
    if (!hunk.matches()) {
      throw new IllegalArgumentException("no hunk: " + header);
    }
    int count = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
    return hunk.group(1) + "," + (count + 1) + hunk.group(3);
  }
}
