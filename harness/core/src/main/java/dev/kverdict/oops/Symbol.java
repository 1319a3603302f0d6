package dev.kverdict.oops;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Normalises the names of kernel functions for titles. */
final class Symbol {

  /**
   * The entry of a system call by architecture: arch/x86/include/asm/syscall_wrapper.h, and so on.
   */
  private static final Pattern ENTRY =
      Pattern.compile(
          "__(?:x64|x32|ia32|arm64|riscv|s390x?|powerpc|loongarch|mips)_(?:compat_)?sys_(?=\\w)");

  /**
   * What the entry calls: include/linux/syscalls.h. Kernels before 4.17 and 32-bit arm have no
   * other entry than {@code sys_read}.
   */
  private static final Pattern BODY =
      Pattern.compile(
          "(?:__(?:se|do)_(?:compat_)?sys_|k(?:compat_)?sys_|(?:compat_)?SyS_|(?:C_)?SYSC_"
              + "|(?:compat_)?sys_)(?=\\w)");

  private static final String CALL = "sys_";

  private Symbol() {}

  /**
   * Strips {@code .isra.0}, {@code .constprop.0}, {@code .cold} and their like, since C names have
   * no dots; demangles Rust's symbols.
   */
  static String plain(String symbol) {
    int dot = symbol.indexOf('.');
    return RustSymbol.readable(dot < 0 ? symbol : symbol.substring(0, dot));
  }

  /**
   * Returns the conventional name of a system call's function: without the architecture for its
   * entry, the call's own name for what that calls. Returns other names unchanged.
   */
  static String folded(String function) {
    Matcher entry = ENTRY.matcher(function);
    if (entry.lookingAt()) {
      return CALL + function.substring(entry.end());
    }
    Matcher body = BODY.matcher(function);
    return body.lookingAt() ? function.substring(body.end()) : function;
  }

  /** Returns the one name under which all functions of a system call are compared. */
  static String compared(String function) {
    String folded = folded(function);
    return folded.startsWith(CALL) && folded.length() > CALL.length()
        ? folded.substring(CALL.length())
        : folded;
  }

  /** Returns the names that a function has in titles, the conventional one first. */
  static List<String> names(String function) {
    String folded = folded(function);
    return BODY.matcher(function).lookingAt()
        ? List.of(folded, CALL + folded, function)
        : List.of(folded, function);
  }
}
