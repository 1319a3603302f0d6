package dev.kverdict.patch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person who sends a patch puts around it and into it, and what has to be undone. */
final class OwnText {

  /** git mailinfo, "scissors": the text before this line is no part of the patch. */
  private static final Pattern SCISSORS =
      Pattern.compile(
          "(?m)^[ \\t]*(?:-[- ]*(?:>8|8<|>%|%<|\u00e2\u009c\u0082)|(?:>8|8<|>%|%<)[ ]*-)[^\\n]{0,80}$");

  private static final Pattern DIFF = Pattern.compile("(?m)^(diff --git |\\+\\+\\+ )");

  private static final Pattern SUBJECT =
      Pattern.compile("\\s*(?:(?:From|Date): [^\\n]*\\n){0,2}Subject: ([^\\n]*)\\n");

  /** A signed text has {@code "- "} before each line that begins with - (RFC 4880, section 7.1). */
  private static final Pattern SIGNED = Pattern.compile("(?m)^-----BEGIN PGP SIGNED MESSAGE-----");

  private static final Pattern DASHED = Pattern.compile("(?m)^- (?=-)");

  /** What git diff prints on a terminal, or into a file when it was told to. */
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]{0,20}[mK]");

  private OwnText() {}

  /** Returns the patch in a text with what belongs to it. */
  static String of(String text) {
    String plain = text.indexOf('\u001b') < 0 ? text : COLOUR.matcher(text).replaceAll("");
    String own = SIGNED.matcher(plain).find() ? DASHED.matcher(plain).replaceAll("") : plain;
    Matcher scissors = SCISSORS.matcher(own);
    Matcher diff = DIFF.matcher(own);
    int cut = 0;
    while (scissors.find() && diff.find(scissors.end())) {
      cut = Math.min(own.length(), scissors.end() + 1);
    }
    return own.substring(cut);
  }

  /** Returns the subject that a mail's text claims for its patch. */
  static Optional<String> subject(String text) {
    Matcher subject = SUBJECT.matcher(text);
    return subject.lookingAt() ? Optional.of(String.valueOf(subject.group(1))) : Optional.empty();
  }
}
