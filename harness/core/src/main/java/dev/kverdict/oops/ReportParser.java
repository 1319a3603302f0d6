package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the lines of a report. */
record ReportParser(Header header, List<String> text, int own, List<StackLine> stack) {

  /** Most lines between a marker and its first frame: there may be registers in between. */
  private static final int MARKER_REACH = 15;

  private static final Pattern ACCESS = Pattern.compile("(Read|Write) (?:of size|at addr) .*");

  /** The rest of a header that another message interrupted: arch/x86/mm/fault.c before 4.15. */
  private static final Pattern FAULT =
      Pattern.compile("\\s*(NULL pointer dereference|paging request)(?: at .*)?\\s*");

  private static final Pattern TIME_INSIDE = Pattern.compile("\\[\\s*\\d+\\.\\d{6}\\]");

  /** lib/dump_stack.c, dump_stack_print_info(); with the user id since 6.11. */
  private static final Pattern TASK =
      Pattern.compile(
          "CPU: \\d+ (?:UID: \\d+ )?PID: (\\d{1,10}) Comm: (.{0,40}?) (?:Kdump: loaded )?(Not t|T)ainted.*");

  /**
   * kernel/hung_task.c, check_hung_task(); kernel/sched/core.c, sched_show_task();
   * kernel/locking/lockdep.c, lockdep_sys_exit().
   */
  private static final Pattern OTHER_TASK =
      Pattern.compile(
          "(?:INFO: task (.{1,64}):(\\d{1,10}) |task:(.{1,64}?) +state:\\w .* pid:(\\d{1,10}) "
              + "|(.{1,64})/(\\d{1,10}) is leaving the kernel with locks ).*");

  /** kernel/panic.c, print_tainted(): letters, with spaces for flags that are not set. */
  private static final Pattern TAINT =
      Pattern.compile(".* (?:Not tainted|Tainted: ([A-Z][A-Z ]*))(?: .*|$)");

  private static final Pattern TRACE_OF_OBJECT = Pattern.compile("(?:Allocated|Freed) by task .*");

  ReportParser(Header header, List<String> text) {
    this(header, text, text.size());
  }

  /**
   * @param own how many of the lines are certainly the report's; the others may be another's, too
   */
  ReportParser(Header header, List<String> text, int own) {
    this(header, List.copyOf(text), own, StackLine.read(text));
  }

  CrashReport report(boolean panicked, long offset, long cause) {
    FrameChoice choice = new FrameChoice(header, named(), ownStack());
    Optional<String> function = header.rule().namesFrame() ? choice.function() : named();
    CrashTitle title = new CrashTitle(header, function, reported());
    boolean corrupted =
        title.incomplete()
            || header.family() == Family.OBJECT
            || choice.mixed()
            || (header.family().needsTrace() && !choice.hasTrace())
            || (header.rule().type() != CrashType.STACK && emptyTrace())
            || TIME_INSIDE.matcher(text.get(0)).find();
    return new CrashReport(
        title.title(),
        alternatives(title, function),
        header.rule().type(),
        function.map(Symbol::folded).orElse(null),
        header.source().orElse(null),
        null,
        frames(),
        task().orElse(null),
        taint().orElse(null),
        corrupted,
        panicked,
        offset,
        cause,
        text);
  }

  private List<StackLine> ownStack() {
    return own == text.size() ? stack : StackLine.read(text.subList(0, own));
  }

  private Optional<String> named() {
    return SplitHeader.last(header, text).function().map(Symbol::plain);
  }

  /** Returns the other titles: also those with a function inlined into the one in the title. */
  private List<String> alternatives(CrashTitle title, Optional<String> function) {
    Set<String> others = new LinkedHashSet<>(title.alternatives());
    if (header.rule().namesFrame()) {
      inlinedInto(function.orElse(""))
          .forEach(
              name -> others.addAll(new CrashTitle(header, Optional.of(name), reported()).all()));
    }
    others.remove(title.title());
    return List.copyOf(others);
  }

  /** Returns the functions that a decoder found inlined into the first frame of a function. */
  private List<String> inlinedInto(String function) {
    int at = 0;
    while (at < stack.size() && !stack.get(at).isMachines(function)) {
      at++;
    }
    List<String> inlined = new ArrayList<>();
    for (int i = at - 1; i >= 0 && at < stack.size() && stack.get(i).isInlined(); i--) {
      if (!FrameRules.skipped(stack.get(i).function())) {
        inlined.add(0, stack.get(i).function());
      }
    }
    return inlined;
  }

  private Map<String, String> reported() {
    Map<String, String> reported = new HashMap<>();
    first(ACCESS).ifPresent(access -> reported.put("access", access));
    first(FAULT).ifPresent(fault -> reported.put("fault", fault));
    if (text.size() > 1) {
      reported.put("message", text.get(1).strip());
    }
    return reported;
  }

  /** Returns the group of the first line that matches. */
  private Optional<String> first(Pattern pattern) {
    return text.subList(0, own).stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .map(found -> found.group(1));
  }

  private Optional<CrashTask> task() {
    for (String line : text) {
      Matcher other = OTHER_TASK.matcher(line);
      if (other.matches()) {
        return Optional.of(named(other));
      }
      Matcher task = TASK.matcher(line);
      if (task.matches()) {
        return Optional.of(new CrashTask(task.group(2), Long.parseLong(task.group(1))));
      }
    }
    return Optional.empty();
  }

  private static CrashTask named(Matcher reported) {
    int group = reported.group(1) != null ? 1 : reported.group(3) != null ? 3 : 5;
    return new CrashTask(reported.group(group), Long.parseLong(reported.group(group + 1)));
  }

  /** Returns the letters of the taint flags that are set; G only means that P is not. */
  private Optional<String> taint() {
    for (String line : text) {
      Matcher taint = TAINT.matcher(line);
      if (taint.matches()) {
        String letters = taint.group(1);
        return Optional.of(letters == null ? "" : letters.replaceAll("[ G]", ""));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the trapping instruction and the frames of the first stack, each once. Lockdep
   * announces its own stack; those it prints before are from other times.
   */
  private List<Frame> frames() {
    List<StackLine.Kind> kinds = stack.stream().map(StackLine::kind).toList();
    int own = kinds.indexOf(StackLine.Kind.BACKTRACE) + 1;
    LinkedHashSet<Frame> frames = new LinkedHashSet<>();
    boolean inTrace = false;
    for (StackLine line : stack.subList(own, stack.size())) {
      switch (line.kind()) {
        case TRAP -> frames.add(Objects.requireNonNull(line.frame()));
        case FRAME, DOUBTFUL -> {
          frames.add(Objects.requireNonNull(line.frame()));
          inTrace = true;
        }
        case SECTION, MARKER, BACKTRACE -> {
          if (inTrace) {
            return List.copyOf(frames);
          }
        }
        case AT, HELD -> {}
      }
    }
    return List.copyOf(frames);
  }

  /** Returns whether a line announces a stack and none follows. */
  private boolean emptyTrace() {
    List<Integer> markers = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      if (StackLine.isMarker(text.get(i)) || TRACE_OF_OBJECT.matcher(text.get(i)).matches()) {
        markers.add(i);
      }
    }
    return markers.stream()
        .anyMatch(
            marker ->
                text.subList(marker + 1, Math.min(text.size(), marker + 1 + MARKER_REACH)).stream()
                    .noneMatch(line -> StackLine.isFrame(line) || saysNoStack(line)));
  }

  private static boolean saysNoStack(String line) {
    return line.contains("(stack is not available)") || line.contains("(stack is omitted)");
  }
}
