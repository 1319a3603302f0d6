package dev.kverdict.patch;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A mail as a person reads it, or a text that is none.
 *
 * @param header its subject and its id; both empty for a text
 * @param head its header lines as they came; empty for a text
 * @param text its own text, without HTML
 * @param files what is attached, in order
 * @param raw all of it as bytes held in ISO 8859-1
 */
public record ReceivedMail(Mail header, String head, String text, List<File> files, String raw) {

  private static final Pattern COMMENT = Pattern.compile("\\s*\\([^()]*\\)");

  /** A file of another time cannot be told from one without a date. */
  private static final int LONGEST_DATE = 60;

  /**
   * A file that is attached to a mail.
   *
   * @param name its name, or its type if it has none
   * @param content its bytes held in ISO 8859-1
   */
  public record File(String name, String content) {}

  /** Returns whether it is the cover letter of a series: {@code [PATCH 0/3]}. */
  public boolean beginsSeries() {
    Subject subject = Subject.of(header.subject());
    return !subject.reply() && subject.number() == 0 && subject.total() > 0;
  }

  /** Returns whether it is one patch of several: {@code [PATCH 2/3]}. */
  public boolean inSeries() {
    Subject subject = Subject.of(header.subject());
    return subject.number() > 0 && subject.total() > 1;
  }

  /** Returns the first header line of a name, unfolded; empty if there is none. */
  public String field(String name) {
    String begin = name + ":";
    StringBuilder value = new StringBuilder();
    boolean inside = false;
    for (String line : (Iterable<String>) head.lines()::iterator) {
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      if (inside && !folded) {
        break;
      }
      if (inside) {
        value.append(' ').append(line.strip());
      } else if (!folded && line.regionMatches(true, 0, begin, 0, begin.length())) {
        value.append(line.substring(begin.length()).strip());
        inside = true;
      }
    }
    return value.toString();
  }

  /** Returns when it was sent; the beginning of time if it does not say so. */
  public Instant date() {
    String date = COMMENT.matcher(field("Date")).replaceAll("");
    try {
      return date.length() > LONGEST_DATE
          ? Instant.MIN
          : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    } catch (DateTimeException e) {
      return Instant.MIN;
    }
  }
}
