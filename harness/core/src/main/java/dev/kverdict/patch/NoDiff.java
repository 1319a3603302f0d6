package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.util.regex.Pattern;

/** Says what somebody has who has no diff; a form of a patch that cannot be applied has its own. */
enum NoDiff {
  CONTEXT("(?m)^\\*{15}", "holds a context diff", "make a unified one: diff -u, or git diff"),
  QUOTED(
      "(?m)^[ \\t]*[>|][>| ]*(diff --git |--- \\S|@@ -\\d)",
      "holds a diff only as a quotation (> at the beginning of its lines): it is a reply",
      "save the mail that it answers"),
  INDENTED(
      "(?m)^[ \\t]+(diff --git |--- \\S+\\r?\\n[ \\t]+\\+\\+\\+ \\S|@@ -\\d)",
      "holds a diff that is indented",
      "take the blanks off the beginning of its lines, or make it again with git format-patch"),
  MARKED_UP(
      "(?i)<(!doctype html|html|pre|div|span|br|p)\\b[^<>]*>",
      "holds no diff but HTML",
      "save the plain mail, not the web page: archives have a link to it, mailers show its source"),
  PLAIN(
      "(?m)^\\d+(,\\d+)?[acd]\\d+(,\\d+)?\\r?$",
      "holds a diff without context",
      "make a unified one: diff -u, or git diff"),
  SUMMARY(
      "(?m)^ *\\d+ files? changed",
      "holds only a summary of a patch",
      "give the patch as git format-patch writes it"),
  TNEF(
      "(?i)winmail\\.dat",
      "holds an attachment in a format of Outlook (winmail.dat)",
      "ask for the patch as plain text"),
  NOTHING(
      "",
      "holds no diff",
      "give a unified diff as git diff or git format-patch writes it; an HTML mail is none");

  private final Pattern sign;
  private final String what;
  private final String remedy;

  NoDiff(String sign, String what, String remedy) {
    this.sign = Pattern.compile(sign);
    this.what = what;
    this.remedy = remedy;
  }

  /**
   * Returns the error about a text without a diff.
   *
   * @param name the file's name
   */
  static UserError in(String text, String name) {
    for (NoDiff kind : values()) {
      if (kind.sign.matcher(text).find()) {
        return new UserError(name, kind.what, kind.remedy);
      }
    }
    throw new IllegalStateException("the last one is always found");
  }
}
