package dev.kverdict.sketch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from a script what it takes. */
final class ScriptNeeds {

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*");

  /** The word after one of these is a command. */
  private static final Set<String> BEFORE =
      Set.of("then", "do", "else", "if", "while", "until", "exec", "sudo", "env", "time", "nohup");

  /** The word after the word after one of these is one: {@code kv_step NAME COMMAND}. */
  private static final Set<String> STEPS = Set.of("kv_step", "kv_check", "timeout");

  /** A word of this length, or with a dot or a dash, is no word of a sentence. */
  private static final int LONG = 5;

  private static final Pattern MOUNTED =
      Pattern.compile("\\bmount\\b[^\\n;|&]{0,200}?[ \\t]-t[ \\t]*([a-z0-9]{2,20})");

  private static final Pattern MADE = Pattern.compile("\\bmkfs(?:\\.| +-t +)([a-z0-9]{2,20})");

  private ScriptNeeds() {}

  static Needs of(String text) {
    StringBuilder code = new StringBuilder();
    Set<String> packages = new TreeSet<>();
    Optional<String> first = text.lines().findFirst().filter(line -> line.startsWith("#!"));
    first.ifPresent(
        line ->
            packages.addAll(
                Tools.packages(WORD.matcher(line).results().map(found -> found.group()))));
    text.lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> code.append(line).append('\n'));
    code.toString().lines().forEach(line -> tools(line, packages));
    Set<String> mounts = new LinkedHashSet<>();
    collect(MOUNTED, code, mounts);
    collect(MADE, code, mounts);
    String plain = code.toString();
    List<String> habits = new ArrayList<>();
    if (plain.contains("losetup")
        || Pattern.compile("-o *[a-z,]{0,40}loop").matcher(plain).find()) {
      habits.add("attaches a loop device");
    }
    if (Pattern.compile("\\b(unshare|ip netns)\\b").matcher(plain).find()) {
      habits.add("makes namespaces");
    }
    return new Needs(
        List.of(),
        List.of(),
        false,
        packages.isEmpty() ? null : List.copyOf(packages),
        List.copyOf(mounts),
        List.of(),
        List.of(),
        habits);
  }

  private static void collect(Pattern pattern, CharSequence code, Set<String> types) {
    pattern
        .matcher(code)
        .results()
        .map(found -> String.valueOf(found.group(1)))
        .filter(FileSystems::isOne)
        .forEach(types::add);
  }

  private static void tools(String line, Set<String> packages) {
    String before = "";
    String earlier = "";
    int end = 0;
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      String one = word.group();
      String between = line.substring(end, word.start());
      boolean begins =
          end == 0
              || between.matches(".*[;|&({`!/].*")
              || BEFORE.contains(before)
              || STEPS.contains(earlier);
      if (begins || one.length() >= LONG || one.matches(".*[._-].*")) {
        Tools.packageOf(one).ifPresent(packages::add);
      }
      earlier = before;
      before = one;
      end = word.end();
    }
  }
}
