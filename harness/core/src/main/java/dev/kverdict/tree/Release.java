package dev.kverdict.tree;

import dev.kverdict.UserError;
import dev.kverdict.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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

  private static final String MAKEFILE = "Makefile";

  /** The top Makefile of Linux 6.12 has 70 KiB. */
  private static final long MOST_MAKEFILE = 4 << 20;

  private Release() {}

  /**
   * Returns the release of an unpacked source.
   *
   * @param where what errors call it
   * @param remedy what to name in its place
   * @throws UserError if it is no kernel's
   */
  static String of(String where, Path top, String remedy) throws IOException {
    Path makefile = top.resolve(MAKEFILE);
    List<String> lines =
        Files.isRegularFile(makefile, LinkOption.NOFOLLOW_LINKS)
                && Files.size(makefile) <= MOST_MAKEFILE
            ? Files.readString(makefile, StandardCharsets.ISO_8859_1).lines().toList()
            : List.of();
    return of(lines)
        .orElseThrow(
            () ->
                new UserError(
                    where, "is no kernel: it has no Makefile with VERSION and PATCHLEVEL", remedy));
  }

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
