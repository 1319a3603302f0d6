package dev.kverdict.oops;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A console line without what printk puts in front.
 *
 * @param text the message
 * @param caller the caller tag of CONFIG_PRINTK_CALLER ({@code T123}, {@code C0}), or empty
 */
record KernelLine(String text, String caller) {

  private static final Pattern PREFIX =
      Pattern.compile("^(?:<\\d{1,2}>)?(?:\\[\\s*\\d+\\.\\d+\\])?(?:\\[\\s*([TC]\\d+)\\])? ?");

  static KernelLine of(String line) {
    Matcher prefix = PREFIX.matcher(line);
    if (!prefix.find()) {
      return new KernelLine(line, "");
    }
    String caller = prefix.group(1);
    return new KernelLine(line.substring(prefix.end()), caller == null ? "" : caller);
  }
}
