package dev.kverdict.terminal;

import dev.kverdict.record.Event;
import dev.kverdict.record.Glimpse;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.VerdictKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How far a run has come, as far as its events tell. */
public final class RunState {

  /** With fewer trials nobody knows how long one takes. */
  private static final int ENOUGH = 3;

  private final LongSupplier nanos;
  private final Map<String, Build> builds = new LinkedHashMap<>();
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final Map<String, Side> sides = new LinkedHashMap<>();
  private final Map<String, VerdictKind> verdicts = new LinkedHashMap<>();
  private final long start;
  private String caseName;
  private String folder = "";
  private int cells;
  private int trials;
  private int measured;
  private long firstMachine;

  /**
   * A build that goes on.
   *
   * @param objects the number of objects so far; 0 in a step that does not count
   * @param about how many it has in the end, as far as a former build tells; 0 if none does
   * @param since when it began, in ns of the clock
   */
  record Build(String kernel, String step, int objects, int about, long since) {}

  /** A machine that runs; {@code since} as above. */
  record Machine(String name, Supplier<String> console, long since) {}

  /** The trials of one side of a cell; {@code rough} if their number may change. */
  private record Side(int planned, boolean rough, int done) {}

  /**
   * Numbers of trials that verdicts count.
   *
   * @param planned all of them, those that ended included; 0 if nothing is known
   * @param rough whether the plan may change
   */
  record Count(int done, int planned, boolean rough) {}

  /**
   * Creates the state of a run that begins now.
   *
   * @param name what it is called until it says so itself
   */
  public RunState(String name) {
    this(name, System::nanoTime);
  }

  /**
   * @param nanos a clock that never goes back, in ns
   */
  RunState(String name, LongSupplier nanos) {
    this.caseName = name;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /** Takes an event. */
  public synchronized void accept(Event event) {
    if (event instanceof Event.RunStarted run) {
      caseName = run.caseName();
      folder = run.folder();
      cells = run.cells();
      trials = 0;
      sides.clear();
      verdicts.clear();
    } else if (event instanceof Event.BuildMoved build) {
      move(build.kernel(), build.step(), build.objects());
    } else if (event instanceof Event.BuildEnded build) {
      builds.remove(build.kernel());
    } else if (event instanceof Event.TrialsPlanned plan) {
      String side = side(plan.kernel(), plan.patch(), plan.repro());
      Side former = sides.get(side);
      int done = former == null ? 0 : former.done();
      sides.put(side, new Side(Math.max(done, plan.trials()), plan.rough(), done));
    } else if (event instanceof Event.TrialEnded trial) {
      end(trial);
    } else if (event instanceof Event.CellDecided cell) {
      verdicts.put(String.join(" ", cell.kernel(), cell.patch(), cell.repro()), cell.verdict());
      // Of a patch that does not build no trial comes.
      sides.computeIfPresent(
          side(cell.kernel(), cell.patch(), cell.repro()),
          (name, side) -> new Side(side.done(), false, side.done()));
    } else if (event instanceof Event.RunEnded) {
      folder = "";
      builds.clear();
    }
  }

  /** Takes what goes on at the moment. */
  synchronized void accept(Glimpse glimpse) {
    if (glimpse instanceof Glimpse.Expecting expected) {
      Build build = build(expected.kernel());
      builds.put(
          build.kernel(),
          new Build(
              build.kernel(), build.step(), build.objects(), expected.objects(), build.since()));
    } else if (glimpse instanceof Glimpse.Compiled compiled) {
      move(compiled.kernel(), build(compiled.kernel()).step(), compiled.objects());
    } else if (glimpse instanceof Glimpse.MachineStarted started) {
      firstMachine = firstMachine == 0 ? nanos.getAsLong() : firstMachine;
      machines.put(
          started.machine(), new Machine(started.machine(), started.console(), nanos.getAsLong()));
    } else if (glimpse instanceof Glimpse.MachineEnded ended) {
      machines.remove(ended.machine());
    }
  }

  private Build build(String kernel) {
    return builds.getOrDefault(kernel, new Build(kernel, "", 0, 0, nanos.getAsLong()));
  }

  private void move(String kernel, String step, int objects) {
    Build build = build(kernel);
    int known = step.equals(build.step()) ? Math.max(objects, build.objects()) : objects;
    builds.put(kernel, new Build(kernel, step, known, build.about(), build.since()));
  }

  private void end(Event.TrialEnded ended) {
    trials++;
    TrialId id = ended.trial();
    String name = side(id.kernel(), id.patch(), id.repro());
    Side side = sides.get(name);
    if (side != null && id.series().equals(TrialId.PLAIN)) {
      int done = side.done() + 1;
      sides.put(name, new Side(Math.max(done, side.planned()), side.rough(), done));
      measured += ended.fromStore() ? 0 : 1;
    }
  }

  private static String side(String kernel, @Nullable String patch, String repro) {
    return String.join(" ", kernel, patch == null ? "" : patch, repro);
  }

  /** Returns what is known of how far the run came; empty if there is no run. */
  public synchronized Optional<String> words() {
    return folder.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of %d verdicts are known, %d trials have ended"
                .formatted(verdicts.size(), cells, trials));
  }

  /** Returns the directory of the run that goes on; empty if there is none. */
  public synchronized String folder() {
    return folder;
  }

  synchronized String caseName() {
    return caseName;
  }

  synchronized int cells() {
    return cells;
  }

  synchronized List<VerdictKind> verdicts() {
    return List.copyOf(verdicts.values());
  }

  synchronized List<Build> builds() {
    return List.copyOf(builds.values());
  }

  synchronized List<Machine> machines() {
    return List.copyOf(machines.values());
  }

  synchronized Count count() {
    List<Side> all = new ArrayList<>(sides.values());
    return new Count(
        all.stream().mapToInt(Side::done).sum(),
        all.stream().mapToInt(Side::planned).sum(),
        all.stream().anyMatch(Side::rough));
  }

  /** Returns the time since something that {@link #builds} or {@link #machines} tell. */
  Duration since(long then) {
    return Duration.ofNanos(nanos.getAsLong() - then);
  }

  /** Returns the time since the run began. */
  Duration elapsed() {
    return since(start);
  }

  /** Returns how long the planned trials take at the pace so far; empty while nobody knows. */
  synchronized Optional<Duration> left() {
    Count count = count();
    int open = count.planned() - count.done();
    return measured < ENOUGH || open <= 0 || !builds.isEmpty()
        ? Optional.empty()
        : Optional.of(since(firstMachine).multipliedBy(open).dividedBy(measured));
  }
}
