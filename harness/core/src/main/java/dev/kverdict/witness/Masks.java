package dev.kverdict.witness;

import java.util.regex.Pattern;

/** What differs between two runs that complain about the same. */
final class Masks {

  private static final Pattern DEVICE =
      Pattern.compile("\\b(?:[vsh]d[a-z]\\d*|nvme\\d+n\\d+(?:p\\d+)?|loop\\d+|dm-\\d+)\\b");
  private static final Pattern NUMBER =
      Pattern.compile("\\b0x[0-9a-fA-F]+\\b|(?<![\\w.])-?\\d+(?![\\w])|\\b[0-9a-f]{8,}\\b");

  private Masks() {}

  /** The text with numbers as NUM and names of block devices as DEV. */
  static String of(String text) {
    return NUMBER.matcher(DEVICE.matcher(text).replaceAll("DEV")).replaceAll("NUM").strip();
  }
}
