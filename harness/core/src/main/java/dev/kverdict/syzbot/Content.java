package dev.kverdict.syzbot;

import java.util.List;
import java.util.regex.Pattern;

/** What a file is, by what is in it: names are what a mailer or a person made of them. */
enum Content {
  /** A program in C. */
  C,
  /** A program of syzkaller. */
  SYZ,
  /** A binary. */
  ELF,
  /** A complete configuration of a kernel. */
  CONFIG,
  OTHER;

  private static final Pattern OPTION =
      Pattern.compile("(?m)^(CONFIG_[A-Za-z0-9_]{1,100}=|# CONFIG_[A-Za-z0-9_]{1,100} is not set)");

  private static final Pattern MAIN = Pattern.compile("(?m)^[^\\n/*#]{0,80}\\bmain\\s{0,4}\\(");

  /** The beginning of a call; its end is a bracket, perhaps that of a property after it. */
  private static final Pattern CALL =
      Pattern.compile("(r\\d{1,6} = )?[a-z][a-zA-Z0-9_]{0,100}(\\$[A-Za-z0-9_]{1,100})?\\(");

  private static final Pattern X86 = Pattern.compile("(?m)^CONFIG_X86_64=y$");

  /** The smallest kernel's has hundreds. */
  private static final int LEAST_OPTIONS = 20;

  private static final int MOST_LINES = 200;

  /**
   * Returns what it is.
   *
   * @param text its bytes held in ISO 8859-1
   */
  static Content of(String text) {
    if (text.startsWith("\u007fELF")) {
      return ELF;
    }
    if (OPTION.matcher(text).results().limit(LEAST_OPTIONS).count() == LEAST_OPTIONS) {
      return CONFIG;
    }
    List<String> code =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .limit(MOST_LINES)
            .toList();
    if (!code.isEmpty() && code.stream().allMatch(Content::isCall)) {
      return SYZ;
    }
    return MAIN.matcher(text).find() ? C : OTHER;
  }

  private static boolean isCall(String line) {
    return line.endsWith(")") && CALL.matcher(line).lookingAt();
  }

  /** Returns whether a configuration is one for x86-64. */
  static boolean isForX86(String config) {
    return X86.matcher(config).find();
  }
}
