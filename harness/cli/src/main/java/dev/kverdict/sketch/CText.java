package dev.kverdict.sketch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in C, taken apart without a compiler: what is in one place only because somebody wrote
 * about it in a comment is not in the others. No regular expression looks at a whole text with
 * repeated groups: a program of syzkaller has literals of a megabyte.
 *
 * @param words the identifiers of the code
 * @param calls those of them that a bracket follows
 * @param literals the texts in quotes, with their escapes, without a NUL at the end
 * @param comments the comments
 */
record CText(Set<String> words, Set<String> calls, List<String> literals, String comments) {

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** A longer literal is an image or a program, not the name of something. */
  private static final int MOST_LITERAL = 1000;

  static CText of(String text) {
    StringBuilder code = new StringBuilder();
    StringBuilder comments = new StringBuilder();
    List<String> literals = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char sign = text.charAt(at);
      int end;
      if (text.startsWith("/*", at)) {
        end = after(text, "*/", at + 2);
        comments.append(text, at, end).append('\n');
        code.append(' ');
      } else if (text.startsWith("//", at)) {
        end = after(text, "\n", at);
        comments.append(text, at, end).append('\n');
        code.append('\n');
      } else if (sign == '"' || sign == '\'') {
        end = afterLiteral(text, at);
        if (sign == '"' && end - at <= MOST_LITERAL) {
          literals.add(plain(text.substring(at + 1, Math.max(at + 1, end - 1))));
        }
        code.append("0");
      } else {
        end = at + 1;
        code.append(sign);
      }
      at = end;
    }
    Set<String> words = new HashSet<>();
    Set<String> calls = new HashSet<>();
    collect(code, words, calls);
    return new CText(words, calls, literals, comments.toString());
  }

  private static int after(String text, String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }

  /** Returns the place after a literal; one that does not end on its line is none. */
  private static int afterLiteral(String text, int from) {
    char quote = text.charAt(from);
    int at = from + 1;
    while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(text.length(), at + 1);
  }

  private static String plain(String literal) {
    return literal.replaceFirst("(\\\\0{1,3}|\\\\x00)$", "");
  }

  private static void collect(CharSequence code, Set<String> words, Set<String> calls) {
    Matcher word = WORD.matcher(code);
    while (word.find()) {
      words.add(word.group());
      int next = word.end();
      while (next < code.length() && (code.charAt(next) == ' ' || code.charAt(next) == '\t')) {
        next++;
      }
      if (next < code.length() && code.charAt(next) == '(') {
        calls.add(word.group());
      }
    }
  }

  boolean hasAnyWord(Set<String> some) {
    return some.stream().anyMatch(words::contains);
  }

  boolean hasAnyCall(Set<String> some) {
    return some.stream().anyMatch(calls::contains);
  }

  boolean hasLiteral(String beginning) {
    return literals.stream().anyMatch(literal -> literal.startsWith(beginning));
  }
}
