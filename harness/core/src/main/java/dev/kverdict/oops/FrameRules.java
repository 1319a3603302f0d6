package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of frames.txt: functions that do not name a crash, lines that end a stack. */
final class FrameRules {

  /** The properties of a function or line. */
  private enum Kind {
    /** Helps: skipped in every report. */
    SKIP,
    /** Reports: skipped, too, and no title names it, as it is in every report of its kind. */
    TELLS,
    /** Checks locks: skipped, and in the reports of that check the same as what reports. */
    LOCKDEP,
    /** Sleeps, waits or locks: skipped in reports of hangs. */
    WAITS,
    /** The scheduler: waits, too, and no title names it. */
    SCHEDULES,
    /** Makes objects for whoever wants one: skipped in reports of leaks. */
    MAKES,
    /** Waits for something that names the report of a hang. */
    HANGS_IN,
    /** Runs code on other processors: names a stall. */
    STALLS_IN,
    /** The outermost frame of a stack. */
    BOTTOM,
    /** Calls into subsystems: the frame above it is where a stall happens. */
    ENTRY,
    /** Reports a stall from within an interrupt. */
    REPORTER,
    /** Entry from the interrupt of a timer, or on some architectures from any. */
    TIMER,
    /** Entry from another interrupt. */
    INTERRUPT,
    /** Part of a kernel thread that only watches: its stack says nothing about a stall. */
    WATCHER,
    /** A file of helpers. */
    FILE,
    /** A line that begins another stack. */
    SECTION
  }

  private static final Map<Kind, Pattern> RULES = new EnumMap<>(Kind.class);

  /** The names that titles have for what a report hangs or stalls in. */
  private static final List<Named> NAMED = new ArrayList<>();

  /** The path of a file from the root of the source, which a directory of that name begins. */
  private static final Pattern ROOT =
      Pattern.compile(
          "(?:.*/)??(?<file>(?:arch|crypto|drivers|fs|kernel|lib|mm|net)/[^:]+):\\d+(?::\\d+)?");

  private record Named(Kind kind, Pattern functions, String name) {}

  static {
    Map<Kind, List<String>> read = new EnumMap<>(Kind.class);
    for (RuleFile.Row row : RuleFile.read(FrameRules.class, "frames.txt", 2, 3)) {
      Kind kind = row.constant(0, Kind.class, "kind of frame rule");
      read.computeIfAbsent(kind, k -> new ArrayList<>()).add("(?:" + row.pattern(1) + ")");
      if (row.fields().size() > 2) {
        NAMED.add(new Named(kind, row.pattern(1), row.fields().get(2)));
      }
    }
    for (Kind kind : Kind.values()) {
      List<String> expressions = read.getOrDefault(kind, List.of());
      if (expressions.isEmpty()) {
        throw new IllegalStateException("frames.txt has no rule for " + kind);
      }
      RULES.put(kind, Pattern.compile(String.join("|", expressions)));
    }
  }

  private FrameRules() {}

  private static boolean is(Kind kind, String text) {
    return Objects.requireNonNull(RULES.get(kind)).matcher(text).matches();
  }

  static boolean skipped(String function) {
    return is(Kind.SKIP, function)
        || is(Kind.TELLS, function)
        || checksLocks(function)
        || reports(function);
  }

  /** Returns whether a function is in every report of some kind, so that it names none of them. */
  static boolean namesNothing(String function) {
    return is(Kind.TELLS, function)
        || is(Kind.SCHEDULES, function)
        || reports(function)
        || entersFromInterrupt(function);
  }

  /** Returns whether a function reports. */
  static boolean tells(String function) {
    return is(Kind.TELLS, function);
  }

  static boolean schedules(String function) {
    return is(Kind.SCHEDULES, function);
  }

  static boolean checksLocks(String function) {
    return is(Kind.LOCKDEP, function);
  }

  /**
   * Returns whether a function only helps in reports of a type: a task that waits, or must not, is
   * named by the scheduler's caller, not by the scheduler; memory that leaked by who had it made.
   */
  static boolean helps(CrashType type, String function) {
    return skipped(function)
        || switch (type) {
          case HANG -> waits(function);
          case CONTEXT -> schedules(function);
          case LEAK -> is(Kind.MAKES, function);
          default -> false;
        };
  }

  /** Returns the name of what a task waits for, if that is more telling than who waits. */
  static Optional<String> hangsIn(String function) {
    return named(Kind.HANGS_IN, function);
  }

  /** Returns the name of what a processor waits for, if it waits for the others. */
  static Optional<String> stallsIn(String function) {
    return named(Kind.STALLS_IN, function);
  }

  private static Optional<String> named(Kind kind, String function) {
    return NAMED.stream()
        .filter(rule -> rule.kind() == kind && rule.functions().matcher(function).matches())
        .map(Named::name)
        .findFirst();
  }

  /** Returns whether a function is the outermost of a stack, so that another one follows. */
  static boolean isBottom(String function) {
    return is(Kind.BOTTOM, function);
  }

  static boolean waits(String function) {
    return is(Kind.WAITS, function) || is(Kind.SCHEDULES, function);
  }

  static boolean isEntry(String function) {
    return is(Kind.ENTRY, function);
  }

  static boolean reports(String function) {
    return is(Kind.REPORTER, function);
  }

  static boolean entersFromInterrupt(String function) {
    return is(Kind.INTERRUPT, function) || entersFromTimer(function);
  }

  static boolean entersFromTimer(String function) {
    return is(Kind.TIMER, function);
  }

  static boolean watches(String function) {
    return is(Kind.WATCHER, function);
  }

  /**
   * Returns whether a place is in a file of helpers.
   *
   * @param place {@code file:line} as a decoder prints it, maybe with the path of a build before it
   */
  static boolean inHelperFile(@Nullable String place) {
    if (place == null) {
      return false;
    }
    Matcher root = ROOT.matcher(place);
    return root.matches() && is(Kind.FILE, root.group("file"));
  }

  static boolean opensSection(String line) {
    return is(Kind.SECTION, line);
  }
}
