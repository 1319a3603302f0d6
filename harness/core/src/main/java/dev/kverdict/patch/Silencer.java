package dev.kverdict.patch;

/**
 * Something a patch does that can make a report vanish without its cause.
 *
 * @param rule what it is, such as {@code assertion removed}
 * @param file the file
 * @param line the line: before the patch for what was removed, after it for what was added
 * @param text the source line
 */
public record Silencer(String rule, String file, int line, String text) {}
