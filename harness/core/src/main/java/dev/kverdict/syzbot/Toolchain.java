package dev.kverdict.syzbot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's name for the compiler that a report describes by the first line of its version. */
final class Toolchain {

  private static final Pattern CLANG =
      Pattern.compile("(?i)\\bclang\\b(?: version)?\\D{0,20}([1-9][0-9]?)\\.[0-9]");

  private static final Pattern GCC =
      Pattern.compile("(?i)\\bgcc\\b.{0,80}?\\b([1-9][0-9]?)\\.[0-9]+\\.[0-9]");

  private Toolchain() {}

  static Optional<String> of(String compiler) {
    Matcher clang = CLANG.matcher(compiler);
    if (clang.find()) {
      return Optional.of("clang-" + clang.group(1));
    }
    Matcher gcc = GCC.matcher(compiler);
    return gcc.find() ? Optional.of("gcc-" + gcc.group(1)) : Optional.empty();
  }
}
