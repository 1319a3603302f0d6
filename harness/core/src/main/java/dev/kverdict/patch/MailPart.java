package dev.kverdict.patch;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A text in a mail, with its transfer encoding undone.
 *
 * @param file its name if it is attached; empty for the mail's own text
 * @param html whether it is HTML
 * @param flowed whether its lines are stuffed and broken softly (RFC 3676)
 * @param text the text as bytes held in ISO 8859-1
 */
record MailPart(String file, boolean html, boolean flowed, String text) {

  private static final Pattern STUFFED = Pattern.compile("(?m)^ ");

  /** A line that ends softly goes on in the next; signatures and empty context lines do not. */
  private static final Pattern SOFT = Pattern.compile("(?m)(?<=[^\\s-]) +\\n(?=[^\\s+@>-])");

  boolean attached() {
    return !file.isEmpty();
  }

  /**
   * Returns what the text may have been, the likeliest first. Mailers that claim to send flowed
   * text stuff it or not, and break lines or not; only a reader of diffs can tell.
   */
  List<String> readings() {
    if (!flowed) {
      return List.of(text);
    }
    String plain = STUFFED.matcher(text).replaceAll("");
    return List.of(plain, SOFT.matcher(plain).replaceAll(" "), text);
  }
}
