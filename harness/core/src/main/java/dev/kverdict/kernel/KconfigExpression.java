package dev.kverdict.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A condition in Kconfig (Documentation/kbuild/kconfig-language.rst, "Menu dependencies"), with the
 * values of a configuration. What a macro such as {@code $(cc-option,-f)} gives is not known.
 */
final class KconfigExpression {

  private static final Pattern TOKEN =
      Pattern.compile("\\s*(&&|\\|\\||!=|<=|>=|[!=<>()]|\"[^\"]*\"|'[^']*'|[\\w.-]+|\\$|\\S)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9A-Fa-f]+");
  private static final Pattern SYMBOL = Pattern.compile("\\w*[A-Z]\\w*");

  /** Neither true nor false; the others are n, m and y. */
  private static final int UNKNOWN = -1;

  private static final int NO = 0;
  private static final int YES = 2;

  private final String text;
  private final Map<String, String> values;
  private final List<String> tokens = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private int next;

  private KconfigExpression(String text, Map<String, String> values) {
    this.text = text;
    this.values = values;
    Matcher token = TOKEN.matcher(text);
    while (token.lookingAt()) {
      int start = token.start(1);
      int end = token.group(1).equals("$") ? endOfMacro(token.end()) : token.end();
      tokens.add(text.substring(start, end));
      starts.add(start);
      ends.add(end);
      token.region(end, text.length());
    }
  }

  private int endOfMacro(int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  /**
   * Returns those of the conditions joined by {@code &&} that surely do not hold.
   *
   * @param values the configuration: values by option name, unset ones absent or n
   */
  static List<String> unmet(String text, Map<String, String> values) {
    KconfigExpression whole = new KconfigExpression(text, values);
    List<String> unmet = new ArrayList<>();
    int start = whole.next;
    int value = whole.unary();
    while (true) {
      if (value == NO) {
        unmet.add(whole.between(start));
      }
      if (!whole.take("&&")) {
        break;
      }
      start = whole.next;
      value = whole.unary();
    }
    if (whole.follows("||")) { // it binds less than &&
      whole.next = 0;
      return whole.or() == NO ? List.of(text.strip()) : List.of();
    }
    return unmet;
  }

  /** Returns the values of the symbols in a condition, for a person: {@code A=y, B=n}. */
  static String valuesIn(String text, Map<String, String> values) {
    return new KconfigExpression(text, values)
        .tokens.stream()
            .filter(KconfigExpression::isSymbol)
            .distinct()
            .map(symbol -> symbol + "=" + values.getOrDefault(symbol, "n"))
            .collect(Collectors.joining(", "));
  }

  /** Returns whether a condition is only the name of an option. */
  static boolean isSymbol(String text) {
    return SYMBOL.matcher(text).matches() && !NUMBER.matcher(text).matches();
  }

  private String between(int start) {
    return text.substring(starts.get(start), ends.get(next - 1));
  }

  private boolean follows(String token) {
    return next < tokens.size() && tokens.get(next).equals(token);
  }

  private boolean take(String token) {
    boolean there = follows(token);
    next += there ? 1 : 0;
    return there;
  }

  private int or() {
    int value = and();
    while (take("||")) {
      int other = and();
      value =
          value == YES || other == YES
              ? YES
              : value == UNKNOWN || other == UNKNOWN ? UNKNOWN : Math.max(value, other);
    }
    return value;
  }

  private int and() {
    int value = unary();
    while (take("&&")) {
      int other = unary();
      value =
          value == NO || other == NO
              ? NO
              : value == UNKNOWN || other == UNKNOWN ? UNKNOWN : Math.min(value, other);
    }
    return value;
  }

  private int unary() {
    if (take("!")) {
      int value = unary();
      return value == UNKNOWN ? UNKNOWN : YES - value;
    }
    if (take("(")) {
      int value = or();
      take(")");
      return value;
    }
    if (next == tokens.size()) {
      return UNKNOWN;
    }
    String left = tokens.get(next++);
    if (next < tokens.size() && tokens.get(next).matches("!=|<=|>=|[=<>]")) {
      String operator = tokens.get(next++);
      String right = next < tokens.size() ? tokens.get(next++) : "";
      return compare(value(left), operator, value(right));
    }
    return switch (value(left)) {
      case "y" -> YES;
      case "m" -> 1;
      case "$" -> UNKNOWN;
      default -> NO;
    };
  }

  /** Returns the value of a symbol, a constant itself, or {@code $} for what is not known. */
  private String value(String token) {
    if (token.startsWith("$") || token.contains("$(")) {
      return "$";
    }
    if (token.startsWith("\"") || token.startsWith("'")) {
      return token.substring(1, token.length() - 1);
    }
    return isSymbol(token) ? values.getOrDefault(token, "n") : token;
  }

  private static int compare(String left, String operator, String right) {
    if (left.equals("$") || right.equals("$")) {
      return UNKNOWN;
    }
    int order =
        NUMBER.matcher(left).matches() && NUMBER.matcher(right).matches()
            ? Long.compare(Long.decode(left), Long.decode(right))
            : left.compareTo(right);
    boolean holds =
        switch (operator) {
          case "=" -> order == 0;
          case "!=" -> order != 0;
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          default -> order >= 0;
        };
    return holds ? YES : NO;
  }
}
