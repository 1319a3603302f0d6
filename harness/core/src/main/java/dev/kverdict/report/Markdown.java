package dev.kverdict.report;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes Markdown as GitHub reads it (GitHub Flavored Markdown), with text that is untrusted. */
final class Markdown {

  /** What begins markup inside of a line, a link, a mention, a reference or a formula. */
  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]<>#|~$@&^]|:(?=\\S)");

  /** Becomes a link without any markup. */
  private static final Pattern WEB = Pattern.compile("(?i)\\bwww\\.");

  private Markdown() {}

  /** Returns a text that shows as it is, on one line. */
  static String text(String untrusted) {
    String escaped = MARKUP.matcher(PlainText.of(untrusted)).replaceAll("\\\\$0");
    return WEB.matcher(escaped).replaceAll("www\\\\.");
  }

  /** Returns a row of a table whose cells are Markdown. */
  static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** Returns the line below the head of a table. */
  static String rule(int columns) {
    return row(Collections.nCopies(columns, "---"));
  }
}
