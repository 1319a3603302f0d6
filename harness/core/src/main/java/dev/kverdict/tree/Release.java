package dev.kverdict.tree;

import dev.kverdict.text.Printable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which release of Linux a source is, from the Makefile at its top. */
final class Release {

  private static final List<String> NAMES =
      List.of("VERSION", "PATCHLEVEL", "SUBLEVEL", "EXTRAVERSION");
  private static final Pattern LINE =
      Pattern.compile("(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION) *=(.*)");

  private Release() {}

  /** Returns the release; empty if the Makefile is no kernel's. */
  static Optional<String> of(Iterable<String> makefile) {
    String[] parts = {"", "", "", ""};
    for (String line : makefile) {
      Matcher part = LINE.matcher(line);
      if (part.matches() && parts[NAMES.indexOf(part.group(1))].isEmpty()) {
        parts[NAMES.indexOf(part.group(1))] = part.group(2).strip();
      }
    }
    if (!parts[0].matches("\\d{1,3}") || !parts[1].matches("\\d{1,3}")) {
      return Optional.empty();
    }
    String sublevel = parts[2].matches("\\d{1,4}") ? "." + parts[2] : "";
    return Optional.of(Printable.line(parts[0] + "." + parts[1] + sublevel + parts[3], 60));
  }
}
