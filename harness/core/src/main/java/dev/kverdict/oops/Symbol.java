package dev.kverdict.oops;

import java.util.regex.Pattern;

/** Names of kernel functions as titles have them. */
final class Symbol {

  /** The names under which one system call appears, by architecture and wrapper. */
  private static final Pattern SYSCALL =
      Pattern.compile("(?:__(?:x64|ia32|arm64|riscv|s390x?|se|do)_|k)sys_(?=\\w)");

  private Symbol() {}

  /**
   * Without {@code .isra.0}, {@code .constprop.0}, {@code .cold} and their like, since C has no
   * dots; Rust's as the path they name.
   */
  static String plain(String symbol) {
    int dot = symbol.indexOf('.');
    return RustSymbol.readable(dot < 0 ? symbol : symbol.substring(0, dot));
  }

  /** With the several names of a system call made one; other names stay. */
  static String folded(String function) {
    var prefix = SYSCALL.matcher(function);
    return prefix.lookingAt() ? "sys_" + function.substring(prefix.end()) : function;
  }
}
