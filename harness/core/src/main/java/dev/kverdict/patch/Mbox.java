package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes an mbox apart. */
final class Mbox {

  private static final int MOST_MAILS = 1000;

  /**
   * The line before each mail (RFC 4155, appendix A), of which mailers know many forms. A header
   * follows, which tells it from a line of text.
   */
  private static final Pattern POSTMARK =
      Pattern.compile(
          "^From [^\\n]{1,200}\\r?\\n(?=>?[A-Za-z][A-Za-z0-9-]*:? )", Pattern.MULTILINE);

  private Mbox() {}

  /**
   * Returns the mails of an mbox without their postmarks; any other text is returned as it is.
   *
   * @param name the file's name in errors
   * @throws UserError when there are too many
   */
  static List<String> split(String text, String name) {
    List<String> mails = new ArrayList<>();
    Matcher postmark = POSTMARK.matcher(text);
    int start = 0;
    while (postmark.find()) {
      add(mails, text.substring(start, postmark.start()));
      start = postmark.end();
      if (mails.size() > MOST_MAILS) {
        throw new UserError(
            name, "holds more than " + MOST_MAILS + " mails", "keep those of one series");
      }
    }
    add(mails, text.substring(start));
    return mails;
  }

  private static void add(List<String> mails, String mail) {
    if (!mail.isBlank()) {
      mails.add(mail);
    }
  }
}
