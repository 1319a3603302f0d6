package dev.kverdict.patch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The flags that an assertion reads, and the lines of a patch that give them the value with which
 * it does not fire. Such a patch may keep the assertion quiet and change nothing else.
 */
final class AssertedFlags {

  static final String SET = "a flag set that the assertion asks for";
  static final String CLEARED = "a flag cleared that the assertion asks for";

  /** A constant, in capitals as is the kernel's custom, that is not called as a macro. */
  private static final Pattern FLAG = Pattern.compile("\\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\\b(?!\\s*\\()");

  /** What is masked by the flag: no other test and no comparison between the two. */
  private static final String OPERAND = "[\\w.>\\[\\]()-]*";

  private AssertedFlags() {}

  /**
   * Returns a rule for each change of a flag that keeps an assertion quiet.
   *
   * @param statement the assertion with the conditions that govern it, without blanks
   */
  static List<Silencers.Rule> rules(String statement) {
    List<Silencers.Rule> rules = new ArrayList<>();
    for (String flag : flags(statement)) {
      if (firesWithout(statement, flag)) {
        rules.add(new Silencers.Rule(HunkLine.Kind.ADDED, SET, sets(flag)));
        rules.add(new Silencers.Rule(HunkLine.Kind.REMOVED, SET, clears(flag)));
      } else if (firesWith(statement, flag)) {
        rules.add(new Silencers.Rule(HunkLine.Kind.ADDED, CLEARED, clears(flag)));
        rules.add(new Silencers.Rule(HunkLine.Kind.REMOVED, CLEARED, sets(flag)));
      }
    }
    return rules;
  }

  private static Set<String> flags(String statement) {
    Set<String> flags = new LinkedHashSet<>();
    Matcher matcher = FLAG.matcher(statement);
    while (matcher.find()) {
      flags.add(matcher.group());
    }
    return flags;
  }

  private static boolean firesWithout(String statement, String flag) {
    String masked = "&\\(?[\\w|]*\\b" + flag + "\\b[\\w|]*";
    return found("!\\(" + OPERAND + masked, statement)
        || found(masked + "\\)*==0", statement)
        || found("!\\w*test_bit\\(" + flag + "\\b", statement);
  }

  private static boolean firesWith(String statement, String flag) {
    return found("[^&]&\\(?[\\w|]*\\b" + flag + "\\b", statement)
        || found("\\btest_bit\\(" + flag + "\\b", statement);
  }

  private static boolean found(String regex, String statement) {
    return Pattern.compile(regex).matcher(statement).find();
  }

  private static Pattern sets(String flag) {
    return Pattern.compile(
        "(?:(?<![=!<>&^~])=(?!=)[^;=~]*|\\bset_bit\\w*\\s*\\(\\s*|_set_bit\\w*\\s*\\(\\s*)\\b"
            + flag
            + "\\b");
  }

  private static Pattern clears(String flag) {
    return Pattern.compile(
        "(?:&=\\s*~[^;]*|\\bclear_bit\\w*\\s*\\(\\s*|_clear_bit\\w*\\s*\\(\\s*)\\b" + flag + "\\b");
  }
}
