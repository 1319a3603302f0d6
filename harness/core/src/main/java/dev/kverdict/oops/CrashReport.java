package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A crash as the kernel printed it.
 *
 * @param title the conventional title, such as {@code kernel BUG in f}
 * @param alternatives further titles of the same crash, often none
 * @param type what went wrong
 * @param function the function in the title, or null if none was found
 * @param source {@code file:line} from the console or added from debug information, or null
 * @param statement the statement there, or null without the source
 * @param frames the trapping instruction and its stack, innermost first
 * @param task the task in whose context it was reported, or null if not reported
 * @param taint the letters of the taint flags that were set, or null if not reported
 * @param corrupted whether the report is cut or mixed with others, so that its title is unreliable
 * @param panicked whether the kernel panicked because of it
 * @param offset where the report's first line starts, in bytes from the start of the console
 * @param cause where the first report of the same boot starts, which may have caused this one; its
 *     own offset if it is the first
 * @param text the report's lines, cut at {@value #MAX_LINES} lines
 */
public record CrashReport(
    String title,
    List<String> alternatives,
    CrashType type,
    @Nullable String function,
    @Nullable String source,
    @Nullable String statement,
    List<Frame> frames,
    @Nullable CrashTask task,
    @Nullable String taint,
    boolean corrupted,
    boolean panicked,
    long offset,
    long cause,
    List<String> text) {

  /** The instruction pointer of x86 registers: arch/x86/kernel/process_64.c, __show_regs(). */
  private static final Pattern TRAP =
      Pattern.compile("\\bRIP: [0-9a-f]{4}:([A-Za-z_][\\w.]*\\+0x[0-9a-f]{1,8})/0x");

  private static final Pattern LINE = Pattern.compile("(?::\\d+)+$");

  private static final Pattern HEADER_LINE = Pattern.compile("\\.h:\\d+$");

  /** Number of lines kept of a report. */
  public static final int MAX_LINES = 400;

  public CrashReport {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(type, "type");
    frames = List.copyOf(frames);
    alternatives = List.copyOf(alternatives);
    text = List.copyOf(text);
  }

  /** Returns whether the kernel could go on. */
  public Severity severity() {
    return type.severity();
  }

  /** Returns whether the guest died or cannot be trusted afterwards. */
  public boolean fatal() {
    return severity() == Severity.FATAL || panicked;
  }

  /** Returns whether an earlier report of the same boot may have caused it. */
  public boolean follows() {
    return cause != offset;
  }

  /** Returns how far the function in the title can be trusted. */
  public Confidence confidence() {
    if (corrupted) {
      return Confidence.CUT;
    }
    return function == null || isCertain(function) ? Confidence.EXACT : Confidence.LIKELY;
  }

  /** Returns whether the kernel noticed in this function, and it is no door into subsystems. */
  private boolean isCertain(String named) {
    return named.equals(NearFrames.noticed(this)) && !FrameRules.isEntry(named);
  }

  /** Returns the source file of the function in the title; empty if no frame tells it. */
  public Optional<String> file() {
    return frames.stream()
        .filter(frame -> Symbol.folded(frame.name()).equals(function))
        .flatMap(frame -> Stream.ofNullable(frame.source()))
        .findFirst()
        .map(place -> LINE.matcher(place).replaceFirst(""));
  }

  /** Returns where the kernel trapped, as {@code symbol+0xoffset}; empty if not reported. */
  public Optional<String> trap() {
    return text.stream()
        .map(TRAP::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }

  /**
   * Returns a copy with details from debug information: places in the source, inlined frames and
   * the statement that fired. Functions inlined into the one in the title give alternative titles,
   * because another build may not inline them.
   */
  public CrashReport with(Symbols symbols) {
    List<Frame> resolved = new ArrayList<>();
    LinkedHashSet<String> titles = new LinkedHashSet<>(alternatives);
    for (Frame frame : frames) {
      List<Frame> places = symbols.resolve(frame);
      resolved.addAll(places);
      if (Symbol.folded(frame.name()).equals(function)) {
        places.stream()
            .filter(Frame::inlined)
            .map(inlined -> title.replace(" in " + function, " in " + inlined.name()))
            .filter(other -> !other.equals(title))
            .forEach(titles::add);
      }
    }
    String place = source != null ? source : firing(resolved);
    return new CrashReport(
        title,
        List.copyOf(titles),
        type,
        function,
        place,
        place == null ? null : symbols.statement(place).orElse(null),
        resolved,
        task,
        taint,
        corrupted,
        panicked,
        offset,
        cause,
        text);
  }

  /**
   * Returns the place of the trapping instruction, if any: the innermost one outside headers, since
   * a line of a header is shared by all its users.
   */
  private static @Nullable String firing(List<Frame> frames) {
    String innermost = null;
    for (Frame frame : frames) {
      String place = frame.exact() ? frame.source() : null;
      if (place == null) {
        return innermost;
      }
      if (!HEADER_LINE.matcher(place).find()) {
        return place;
      }
      innermost = innermost == null ? place : innermost;
      if (!frame.inlined()) {
        return innermost;
      }
    }
    return innermost;
  }

  /**
   * Returns whether this crash answers to one of the given titles, however people write them. A
   * title names the crash if its kind is the same, maybe under another name ({@code SameKinds}),
   * and its function is near the top of the stack ({@code NearFrames}).
   */
  public boolean meets(List<String> titles) {
    return !titles.isEmpty() && (titles.contains(title) || ReportNames.of(this).includeAny(titles));
  }
}
