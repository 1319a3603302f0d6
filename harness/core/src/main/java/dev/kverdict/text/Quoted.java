package dev.kverdict.text;

import java.util.Locale;

/** Texts in double quotes, as JSON and YAML read them, in printable ASCII. */
public final class Quoted {

  private Quoted() {}

  /** Returns a text in quotes; whatever is not printable is escaped. */
  public static String of(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char sign = value.charAt(i);
      if (sign == '"' || sign == '\\') {
        quoted.append('\\').append(sign);
      } else if (sign < ' ' || sign > '~') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) sign));
      } else {
        quoted.append(sign);
      }
    }
    return quoted.append('"').toString();
  }
}
