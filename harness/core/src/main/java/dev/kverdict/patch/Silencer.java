package dev.kverdict.patch;

/**
 * A change that can make a report vanish without its cause.
 *
 * @param rule the name of the rule that found it, such as {@code assertion removed}
 * @param file the file
 * @param line the line's number: before the patch if it was removed, after it if it was added
 * @param text the source line
 */
public record Silencer(String rule, String file, int line, String text) {}
