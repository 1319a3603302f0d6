package dev.kverdict.trial;

import dev.kverdict.guest.AgentMessage;
import dev.kverdict.record.Resources;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * What happens in a machine and when, on a clock that stands still unless somebody waits.
 *
 * <p>As text: {@code "1 hello; 1.5 ok 1; 2-9 heartbeat; 9.5 crash; 10 line; 11 whole; 12 ended"},
 * times in seconds, several at once with the period of a second; {@code line} and {@code whole} are
 * what the console shows of a report, the rest are signals. {@code "3 asleep 60"}: who waits at
 * that time does so for 60 s more; {@code "3 frozen"}: from then on QEMU is stopped.
 */
final class Happenings implements Witnesses, LongSupplier {

  /** A trial that is not over after so many looks never will be. */
  private static final int MOST_LOOKS = 1000;

  private static final double SECOND = 1e9;

  private record Happening(long at, Signal signal) {}

  private record Sleep(long at, long nanos) {}

  private record Line(long at, boolean whole) {}

  private final Deque<Happening> signals = new ArrayDeque<>();
  private final Deque<Line> lines = new ArrayDeque<>();
  private final Deque<Sleep> sleeps = new ArrayDeque<>();
  private long frozen = Long.MAX_VALUE;
  private final long start;
  private long now;
  private int looks;
  private Line shown;

  /**
   * @param start what the clock shows at 0 s
   */
  Happenings(String text, long start) {
    this.start = start;
    this.now = start;
    this.shown = new Line(start, true);
    for (String one : text.split(";")) {
      if (!one.isBlank()) {
        add(one.strip().split(" "));
      }
    }
  }

  private void add(String[] words) {
    String[] times = words[0].split("-");
    double last = Double.parseDouble(times[times.length - 1]);
    for (double at = Double.parseDouble(times[0]); at <= last; at++) {
      long nanos = start + Math.round(at * SECOND);
      switch (words[1]) {
        case "line", "whole" -> lines.add(new Line(nanos, words[1].equals("whole")));
        case "crash" -> {
          lines.add(new Line(nanos, false));
          signals.add(new Happening(nanos, new Signal(Signal.Kind.CRASH, null)));
        }
        case "warning" ->
            signals.add(new Happening(nanos, new Signal(Signal.Kind.HARMLESS_CRASH, null)));
        case "asleep" ->
            sleeps.add(new Sleep(nanos, Math.round(Double.parseDouble(words[2]) * SECOND)));
        case "frozen" -> frozen = nanos;
        case "ended" -> signals.add(new Happening(nanos, new Signal(Signal.Kind.ENDED, null)));
        default -> signals.add(new Happening(nanos, new Signal(Signal.Kind.AGENT, message(words))));
      }
    }
  }

  private static AgentMessage message(String[] words) {
    long id = words.length > 2 ? Long.parseLong(words[2]) : 0;
    boolean good = words.length < 4;
    Resources resources = new Resources(1, 2);
    return switch (words[1]) {
      case "hello" -> new AgentMessage.Hello("6.1", "b", 0);
      case "heartbeat" -> new AgentMessage.Heartbeat(id);
      case "started" -> new AgentMessage.Answer(id, "started", "", true, "");
      case "ok" -> new AgentMessage.Answer(id, "configured", "", true, "");
      case "refused" -> new AgentMessage.Answer(id, "probed", "", false, "ENOENT");
      case "identified" -> new AgentMessage.Answer(id, "identified", "m1", good, "");
      case "replaced" -> new AgentMessage.Answer(id, "replaced", "m", good, good ? "" : "EBUSY");
      case "mount" -> new AgentMessage.Mount(id, good, "");
      case "entered" -> new AgentMessage.Answer(id, "entered", "", good, "");
      case "taint" -> new AgentMessage.Taint(id, 0, resources);
      case "exit" -> new AgentMessage.Exit(id, 0, 0, false, good, 0);
      case "reread" -> new AgentMessage.Reread(id, good, "");
      case "settled" -> new AgentMessage.Settled(id, good, 0, resources, "", "");
      case "hits" -> new AgentMessage.Hits("p0", 1, 0);
      case "mark" -> new AgentMessage.Mark(1);
      case "differs" -> new AgentMessage.Differs("f", "size");
      case "module" -> new AgentMessage.Module("ocfs2", true, "", "b");
      case "output" -> new AgentMessage.Output(false, "text");
      case "work" -> new AgentMessage.Work(id, 3, "tmpfs", "loop", 0);
      case "stuck" -> new AgentMessage.Stuck("p", "D", false, java.util.List.of());
      case "fault" -> new AgentMessage.Fault("no message");
      default -> throw new IllegalArgumentException(words[1]);
    };
  }

  @Override
  public long getAsLong() {
    return now;
  }

  /** What the clock shows, in seconds since the start. */
  double seconds() {
    return (now - start) / SECOND;
  }

  @Override
  public Signal next(long nanos) {
    if (nanos < 0 || ++looks > MOST_LOOKS) {
      throw new AssertionError("waits for " + nanos + " ns at " + seconds() + " s: " + looks);
    }
    Happening next = signals.peek();
    Sleep sleep = sleeps.peek();
    if (sleep != null && sleep.at() <= now + nanos && (next == null || next.at() > sleep.at())) {
      now = Math.max(now + nanos, sleep.at() + sleeps.remove().nanos());
      return next == null || next.at() > now ? Signal.NOTHING : signals.remove().signal();
    }
    if (next == null || next.at() > now + nanos) {
      now += nanos;
      return Signal.NOTHING;
    }
    now = Math.max(now, next.at());
    return signals.remove().signal();
  }

  @Override
  public boolean machineStopped() {
    return now >= frozen;
  }

  private Line shown() {
    while (!lines.isEmpty() && lines.peek().at() <= now) {
      shown = lines.remove();
    }
    return shown;
  }

  @Override
  public boolean reportFinished() {
    return shown().whole();
  }

  @Override
  public long reportSince() {
    return shown().at();
  }
}
