package dev.kverdict.guest;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A script, run by the interpreter in its first line ({@code #!}, execve(2)), or by {@code /bin/sh}
 * without one.
 */
public final class ScriptFile {

  /** Far more than anybody writes, and little enough to look at as a whole. */
  private static final int MAX_SIZE = 1 << 20;

  /** What the kernel reads of a script's first line (BINPRM_BUF_SIZE). */
  private static final int MAX_LINE = 255;

  private static final String ENV = "/usr/bin/env";
  private static final String SHELL = "/bin/sh";

  private ScriptFile() {}

  /**
   * Returns what interprets a script: a path, or a name that {@code env} looks up.
   *
   * @param bytes a copy that does not change
   * @param file the file that an error names
   * @throws UserError if it is no script
   */
  public static String interpreter(Path bytes, Path file) throws IOException {
    if (Files.size(bytes) > MAX_SIZE) {
      throw new UserError(file.toString(), "has more than 1 MiB", "make it smaller");
    }
    String text = Files.readString(bytes, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\177ELF")) {
      throw new UserError(
          file.toString(), "is a binary, not a script", "name it under program: instead");
    }
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw new UserError(
          file.toString(),
          text.isBlank() ? "is empty" : "is no text: it has a NUL byte",
          "name a script");
    }
    String first = text.lines().findFirst().orElse("");
    if (text.startsWith(first + "\r")) {
      throw new UserError(
          file.toString(),
          "has the line ends of DOS, which become part of its commands",
          "convert it: sed -i 's/\\r$//' " + file.getFileName());
    }
    return first.startsWith("#!") ? named(first, file) : SHELL;
  }

  private static String named(String first, Path file) {
    String[] words = first.substring(2).strip().split("[ \t]+", 3);
    if (first.length() > MAX_LINE || !words[0].matches("/[!-~]+")) {
      throw new UserError(
          file.toString(),
          "its first line names no interpreter by its path",
          "begin it with #!/bin/sh or #!/bin/bash");
    }
    return words[0].equals(ENV)
            && words.length > 1
            && words[1].matches("[A-Za-z0-9_][A-Za-z0-9_.+-]*")
        ? words[1]
        : words[0];
  }
}
