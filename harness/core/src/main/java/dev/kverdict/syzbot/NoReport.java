package dev.kverdict.syzbot;

import dev.kverdict.UserError;
import java.util.regex.Pattern;

/** Says what a file is that is no report of syzbot. */
enum NoReport {
  DIGEST(
      "(?im)^[ \\t]*This is a \\d+-day syzbot report for|^Subject:.*\\bsyzbot\\] (Monthly|Weekly) ",
      "is syzbot's list of the bugs of a subsystem",
      "give the report of one of them"),
  PAGE(
      "(?is)^\\s*<(!doctype html|html)\\b",
      "is a web page",
      "give its address, or the mail's source; for a bug of the dashboard, its JSON (&json=1)"),
  CASE("(?m)^case:\\s*\\S", "is a case already", "judge it: kverdict verify FILE"),
  PROGRAM(
      "(?m)^(#include\\s*[<\"]|r\\d+ = [a-z]|syz_[a-z_0-9$]+\\(|#\\{\"?[a-zA-Z])",
      "is a reproducer",
      "give the report, and the reproducer with --repro"),
  CONFIG(
      "(?m)^CONFIG_[A-Z0-9_]+=",
      "is a kernel's configuration",
      "give the report, and the configuration with --config"),
  MAIL(
      "(?im)^(subject|message-id):",
      "is a mail, but no report of syzbot and no #syz test",
      "give the mail with the lines that begin HEAD commit: or git tree:"),
  OTHER(
      "",
      "is no report of syzbot",
      "give the mail, an mbox with it, the reply to #syz test, or a bug's JSON (&json=1)");

  private static final int MOST = 1 << 16;

  private final Pattern sign;
  private final String what;
  private final String remedy;

  NoReport(String sign, String what, String remedy) {
    this.sign = Pattern.compile(sign);
    this.what = what;
    this.remedy = remedy;
  }

  /**
   * Returns the error about a file.
   *
   * @param text its beginning, as bytes held in ISO 8859-1
   */
  static UserError in(String text, String name) {
    if (TestRequest.isPatch(text)) {
      return new UserError(
          name,
          "is a patch",
          "judge it with the case of the bug that it fixes: kverdict verify CASE --patch FILE");
    }
    String beginning = text.substring(0, Math.min(text.length(), MOST));
    for (NoReport kind : values()) {
      if (kind == MAIL && !MailReport.crashes(text).isEmpty()) {
        return new UserError(
            name, "is a log with a kernel's crash", "name the crash: kverdict oops FILE");
      }
      if (kind.sign.matcher(beginning).find()) {
        return new UserError(name, kind.what, kind.remedy);
      }
    }
    throw new IllegalStateException("the last one is always found");
  }
}
