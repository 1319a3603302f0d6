package dev.kverdict.patch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The subject of a mail as people on mailing lists write it: {@code [list] [PATCH v2 3/7] text}, in
 * any case, with prefixes of lists and mailers.
 *
 * @param reply whether it answers another mail
 * @param version the version of the patch, 1 if none is said
 * @param number the patch's number in its series; 0 for a cover letter
 * @param total the number of patches in the series; 0 if it is not numbered
 * @param bare the text after all prefixes
 */
record Subject(boolean reply, int version, int number, int total, String bare) {

  private static final Pattern BRACKETS = Pattern.compile("^\\[([^\\]]{0,100})\\]\\s*");

  /** Mailers translate "reply" and "forward". */
  private static final Pattern PREFIX =
      Pattern.compile(
          "^(?:(re|aw|antw|antwort|sv|vs|odp|ynt|res|rif|ref|\u7b54\u590d|\u56de\u590d|\u56de\u8986)"
              + "|fwd?|wg|tr|enc|doorst|\u8f6c\u53d1)\\s*(?:\\[\\d+\\]|\\(\\d+\\)|\\^\\d+)?\\s*[:\uff1a]\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Pattern WITHOUT_BRACKETS =
      Pattern.compile("^(patch\\b[^:\\[\\]]{0,30}):\\s*", Pattern.CASE_INSENSITIVE);

  private static final Pattern INSIDE =
      Pattern.compile("\\[([^\\[\\]]{0,100}patch[^\\[\\]]{0,100})\\]", Pattern.CASE_INSENSITIVE);

  /** Not the version of a kernel, such as v6.1. */
  private static final Pattern VERSION =
      Pattern.compile(
          "(?:(?:^|[^a-z0-9.]|patch|rfc|rft)v|\\b(?:version|rev|take|try)[ #.]*)(\\d{1,4})(?![.\\d])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\d./])(\\d{1,4})\\s*/\\s*(\\d{1,4})(?![\\d./])");

  static Subject of(String text) {
    String rest = text.strip();
    StringBuilder tags = new StringBuilder();
    boolean reply = false;
    while (true) {
      Matcher brackets = BRACKETS.matcher(rest);
      Matcher prefix = PREFIX.matcher(rest);
      Matcher word = WITHOUT_BRACKETS.matcher(rest);
      if (brackets.find()) {
        tags.append(' ').append(brackets.group(1)).append(' ');
        rest = rest.substring(brackets.end());
      } else if (prefix.find()) {
        reply |= prefix.group(1) != null;
        rest = rest.substring(prefix.end());
      } else if (word.find()) {
        tags.append(' ').append(word.group(1)).append(' ');
        rest = rest.substring(word.end());
      } else {
        break;
      }
    }
    Matcher inside = INSIDE.matcher(rest);
    if (inside.find()) {
      tags.append(' ').append(inside.group(1)).append(' ');
    }
    Matcher version = VERSION.matcher(tags);
    Matcher number = NUMBER.matcher(tags);
    boolean numbered = number.find();
    return new Subject(
        reply,
        version.find() ? Integer.parseInt(version.group(1)) : 1,
        numbered ? Integer.parseInt(number.group(1)) : 0,
        numbered ? Integer.parseInt(number.group(2)) : 0,
        rest.replaceAll("\\s+", " ").toLowerCase(Locale.ROOT));
  }
}
