package dev.kverdict.text;

import java.util.Locale;

/** Names enum constants for people: {@code AFTER_MOUNT} is {@code after-mount}. */
public final class Label {

  private Label() {}

  /** Returns the constant's name in lower case, with hyphens. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
