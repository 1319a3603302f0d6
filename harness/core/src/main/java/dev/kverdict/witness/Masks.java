package dev.kverdict.witness;

import java.util.regex.Pattern;

/** Masks what differs between runs with the same complaint. */
final class Masks {

  private static final Pattern DEVICE =
      Pattern.compile("\\b(?:[vsh]d[a-z]\\d*|nvme\\d+n\\d+(?:p\\d+)?|loop\\d+|dm-\\d+)\\b");
  private static final Pattern NUMBER =
      Pattern.compile("\\b0x[0-9a-fA-F]+\\b|(?<![\\w.])-?\\d+(?![\\w])|\\b[0-9a-f]{8,}\\b");

  private Masks() {}

  /** Replaces numbers by NUM and names of block devices by DEV. */
  static String of(String text) {
    return NUMBER.matcher(DEVICE.matcher(text).replaceAll("DEV")).replaceAll("NUM").strip();
  }
}
