package dev.kverdict.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of HTML that somebody sent in place of text. It is read, never shown as HTML. */
public final class HtmlText {

  /** What is no text, though it stands between tags. */
  private static final List<String> HIDDEN = List.of("script", "style");

  private static final Pattern LINE_END =
      Pattern.compile("(?i)<(br|/p|/div|/tr|/li|/pre|/h[1-6])\\b[^<>]{0,500}>");

  private static final Pattern TAG = Pattern.compile("<[/!a-zA-Z][^<>]{0,4000}>");
  private static final Pattern ENTITY =
      Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,6});");

  private static final Map<String, String> ENTITIES =
      Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "nbsp", " ");

  private HtmlText() {}

  /** Returns the text without tags, with the lines that a browser would show. */
  public static String plain(String html) {
    String shown = html;
    for (String name : HIDDEN) {
      shown = without(shown, name);
    }
    String lines = LINE_END.matcher(shown).replaceAll("\n");
    return ENTITY.matcher(TAG.matcher(lines).replaceAll("")).replaceAll(HtmlText::character);
  }

  private static String without(String html, String name) {
    String lower = html.toLowerCase(Locale.ROOT);
    StringBuilder rest = new StringBuilder();
    int from = 0;
    while (lower.length() == html.length()) {
      int begin = lower.indexOf("<" + name, from);
      int end = begin < 0 ? -1 : lower.indexOf("</" + name, begin);
      if (end < 0) {
        break;
      }
      rest.append(html, from, begin);
      from = end;
    }
    return rest.append(html.substring(from)).toString();
  }

  private static String character(MatchResult entity) {
    String name = String.valueOf(entity.group(1));
    if (!name.startsWith("#")) {
      return Matcher.quoteReplacement(ENTITIES.getOrDefault(name, entity.group()));
    }
    boolean hex = name.startsWith("#x") || name.startsWith("#X");
    int code = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
    return Character.isValidCodePoint(code)
        ? Matcher.quoteReplacement(Character.toString(code))
        : " ";
  }
}
