package dev.kverdict.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the lines of a C file. It is not a parser: it follows comments, strings and braces,
 * which is enough to know the function around a line and whether the line could be executed. The
 * line table corrects wrong guesses: a line without instructions is not counted.
 */
final class SourceText {

  private static final Pattern NAME_BEFORE_ARGUMENTS = Pattern.compile("([A-Za-z_]\\w*)\\s*\\(");
  private static final Pattern NO_CODE =
      Pattern.compile(
          "[{}();\\s]*|(\\}\\s*)?else\\s*\\{?|do\\s*\\{|(case\\s.*|default\\s*|\\w+\\s*):");

  private enum In {
    CODE,
    BLOCK_COMMENT,
    STRING,
    CHARACTER
  }

  private final List<SourceLine> lines = new ArrayList<>();
  private final StringBuilder head = new StringBuilder();
  private In in = In.CODE;
  private int depth;
  private @Nullable String function;
  private boolean macro;

  private SourceText() {}

  static List<SourceLine> of(List<String> text) {
    SourceText source = new SourceText();
    text.forEach(source::line);
    return source.lines;
  }

  private void line(String text) {
    boolean inMacro = macro || (in == In.CODE && text.stripLeading().startsWith("#"));
    @Nullable String before = function;
    StringBuilder code = new StringBuilder();
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (in == In.BLOCK_COMMENT) {
        if (c == '*' && next == '/') {
          in = In.CODE;
          i++;
        }
      } else if (in == In.CODE) {
        if (c == '/' && next == '/') {
          break;
        }
        if (c == '/' && next == '*') {
          in = In.BLOCK_COMMENT;
          i++;
          continue;
        }
        in = c == '"' ? In.STRING : c == '\'' ? In.CHARACTER : In.CODE;
        code.append(c);
        said.append(c);
        if (!inMacro) {
          follow(c);
        }
      } else if (c == '\\') {
        said.append(c).append(next);
        i++;
      } else if (c == (in == In.STRING ? '"' : '\'')) {
        in = In.CODE;
        code.append(c);
        said.append(c);
      } else {
        said.append(c);
      }
    }
    if (in != In.BLOCK_COMMENT) {
      in = In.CODE; // strings end with their line
    }
    macro = inMacro && text.endsWith("\\");
    String inside = function != null ? function : before;
    SourceLine.Kind kind = kind(code.toString(), inMacro, inside);
    lines.add(new SourceLine(kind, code.toString(), said.toString(), inside));
    head.append(' ');
  }

  private void follow(char c) {
    if (c == '{') {
      if (depth++ == 0) {
        function = functionName(head.toString());
        head.setLength(0);
      }
    } else if (c == '}') {
      depth = Math.max(0, depth - 1);
      if (depth == 0) {
        function = null;
        head.setLength(0);
      }
    } else if (depth == 0) {
      if (c == ';') {
        head.setLength(0);
      } else {
        head.append(c);
      }
    }
  }

  /** Returns the function named before a brace, if that text ends with arguments; or null. */
  private static @Nullable String functionName(String head) {
    String text = head.strip();
    Matcher name = NAME_BEFORE_ARGUMENTS.matcher(text);
    return text.endsWith(")") && !text.contains("=") && name.find() ? name.group(1) : null;
  }

  private static SourceLine.Kind kind(String code, boolean macro, @Nullable String function) {
    if (code.isBlank()) {
      return SourceLine.Kind.COMMENT;
    }
    if (macro) {
      return SourceLine.Kind.MACRO;
    }
    if (function == null) {
      return SourceLine.Kind.DATA;
    }
    return NO_CODE.matcher(code.strip()).matches() ? SourceLine.Kind.FRAME : SourceLine.Kind.CODE;
  }
}
