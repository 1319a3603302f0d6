package dev.kverdict.oops;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Undoes what a web page or a mail program does to a line, entities, tags and blanks that are none
 * in ASCII, and the colours of a terminal. A kernel's own words in angle brackets, such as {@code
 * <TASK>}, are no tags of HTML.
 */
final class Markup {

  private static final Map<String, String> NAMED =
      Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "nbsp", " ");

  private static final Pattern ENTITY =
      Pattern.compile("&(?:(lt|gt|amp|quot|apos|nbsp)|#(\\d{2,4})|#[xX]([0-9a-fA-F]{2,4}));");

  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:a|b|i|p|br|em|li|td|tr|div|pre|code|font|samp|span|strong)(?:\\s[^<>]{0,300})?/?>");

  /** Blanks at which no line is to be broken, and characters without any width. */
  private static final Pattern BLANK = Pattern.compile("[\\u00a0\\u2007\\u202f]");

  private static final Pattern NOTHING = Pattern.compile("[\\u200b-\\u200d\\u2060\\ufeff]");

  /** How these begin in UTF-8. */
  private static final byte OF_BLANK = (byte) 0xc2;

  private static final byte OF_OTHERS = (byte) 0xe2;

  private static final byte ESCAPE = 0x1b;

  private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;]{0,30}m");

  /** How far into a line a logger may put its first colour, in bytes: behind a date and a host. */
  private static final int MOST_BEFORE = 96;

  private Markup() {}

  /** Returns whether a line can have any: cheap, and false for nearly all lines. */
  static boolean mayBeIn(byte[] bytes, int from, int to) {
    int before = Math.min(to, from + MOST_BEFORE);
    if (ByteScan.indexOf(bytes, from, before, ESCAPE) < before) {
      return true;
    }
    if (ByteScan.indexOfEither(bytes, from, to, OF_BLANK, OF_OTHERS) < to) {
      return true;
    }
    for (int p = next(bytes, from, to); p < to - 2; p = next(bytes, p + 1, to)) {
      byte follower = bytes[p + 1];
      if (isLower(follower) || follower == (bytes[p] == '&' ? '#' : '/')) {
        return true;
      }
    }
    return false;
  }

  private static int next(byte[] bytes, int from, int to) {
    return ByteScan.indexOfEither(bytes, from, to, (byte) '&', (byte) '<');
  }

  private static boolean isLower(byte character) {
    return character >= 'a' && character <= 'z';
  }

  /** Returns the line without it. */
  static byte[] undone(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    text = COLOUR.matcher(text).replaceAll("");
    text = NOTHING.matcher(BLANK.matcher(text).replaceAll(" ")).replaceAll("");
    text = TAG.matcher(text).replaceAll("");
    text = ENTITY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(character(found)));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String character(java.util.regex.MatchResult entity) {
    if (entity.group(1) != null) {
      return NAMED.getOrDefault(entity.group(1), "");
    }
    int code =
        entity.group(2) != null
            ? Integer.parseInt(entity.group(2))
            : Integer.parseInt(entity.group(3), 16);
    return code < ' ' || Character.isSurrogate((char) code) ? " " : Character.toString(code);
  }
}
