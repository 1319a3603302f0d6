package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One crash as the kernel printed it.
 *
 * @param title the title in the field's convention, such as {@code kernel BUG in f}
 * @param alternatives further titles under which the same crash is known, often none
 * @param type what went wrong
 * @param function the function the title names, or null where none was found
 * @param source {@code file:line} as the console has it or debug information adds it, or null
 * @param statement the statement there, or null where no source was at hand
 * @param frames the trapping instruction and its stack, innermost first
 * @param task the task in whose context it was reported, or null where the report does not say
 * @param taint the letters of the taint flags that were set, or null where the report does not say
 * @param corrupted whether the report is cut or mixed, so that its title cannot be trusted
 * @param panicked whether the kernel panicked because of it
 * @param offset where the report's first line starts, in bytes from the start of the console
 * @param cause where the first report of the same boot starts, of which this one may be the
 *     consequence; its own offset when it is the first
 * @param text the report's lines, shortened at {@value #MAX_LINES} lines
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

  private static final Pattern HEADER_LINE = Pattern.compile("\\.h:\\d+$");

  /** The number of lines of a report that are kept. */
  public static final int MAX_LINES = 400;

  public CrashReport {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(type, "type");
    frames = List.copyOf(frames);
    alternatives = List.copyOf(alternatives);
    text = List.copyOf(text);
  }

  /** Whether the kernel could go on. */
  public Severity severity() {
    return type.severity();
  }

  /** Whether the guest did not outlive it in good health. */
  public boolean fatal() {
    return severity() == Severity.FATAL || panicked;
  }

  /** Whether an earlier report of the same boot may have caused it. */
  public boolean follows() {
    return cause != offset;
  }

  /** Where in the kernel's code it trapped, as {@code symbol+0xoffset}; empty when not told. */
  public Optional<String> trap() {
    return text.stream()
        .map(TRAP::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }

  /**
   * The same with what debug information adds: places in the source, inlined frames, the statement
   * that fired, and as alternative titles those of the functions that the compiler put into the one
   * that the title names, because in another build they may stand alone.
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
   * The place of the trapping instruction, where there was one: the innermost that is not in a
   * header, since a header's line stands for all its users.
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

  /** Whether this crash and one known by any of the given titles are the same bug by name. */
  public boolean meets(List<String> titles) {
    return titles.contains(title) || alternatives.stream().anyMatch(titles::contains);
  }
}
