package dev.kverdict.oops;

import java.util.regex.Pattern;

/** Normalises the names of kernel functions for titles. */
final class Symbol {

  /** Prefixes of a system call's names, by architecture and wrapper. */
  private static final Pattern SYSCALL =
      Pattern.compile("(?:__(?:x64|ia32|arm64|riscv|s390x?|se|do)_|k)sys_(?=\\w)");

  private Symbol() {}

  /**
   * Strips {@code .isra.0}, {@code .constprop.0}, {@code .cold} and their like, since C names have
   * no dots; demangles Rust's symbols.
   */
  static String plain(String symbol) {
    int dot = symbol.indexOf('.');
    return RustSymbol.readable(dot < 0 ? symbol : symbol.substring(0, dot));
  }

  /** Replaces the several names of a system call by one; returns other names unchanged. */
  static String folded(String function) {
    var prefix = SYSCALL.matcher(function);
    return prefix.lookingAt() ? "sys_" + function.substring(prefix.end()) : function;
  }
}
