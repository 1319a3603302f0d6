package dev.kverdict.bench;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.CampaignResources;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.Matrix;
import dev.kverdict.pool.Threads;
import dev.kverdict.record.Event;
import dev.kverdict.run.Environment;
import dev.kverdict.run.EventLog;
import dev.kverdict.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures how fast the harness is on this host, with the control of a matrix's first kernel.
 * Things that are compared take turns, so a change of the host's speed affects both. It is not a
 * test: nothing fails for being slow.
 */
public final class Benchmark {

  private static final Set<BenchSection> WITH_MACHINES =
      EnumSet.of(
          BenchSection.COLD,
          BenchSection.SNAPSHOT,
          BenchSection.OVERHEAD,
          BenchSection.THROUGHPUT,
          BenchSection.BOOT,
          BenchSection.SIZES);

  private final Matrix matrix;
  private final BenchOptions options;
  private final Environment environment;
  private final RunFolder folder;
  private final BenchNotes notes;
  private final Consumer<Event> events;
  private final Map<String, String> facts = new LinkedHashMap<>();

  private Benchmark(
      Matrix matrix,
      BenchOptions options,
      Environment environment,
      RunFolder folder,
      Consumer<Event> events) {
    this.matrix = matrix;
    this.options = options;
    this.environment = environment;
    this.folder = folder;
    this.events = events;
    this.notes = new BenchNotes(events);
  }

  /**
   * Runs a benchmark in a new run directory.
   *
   * @param listener receives the events, from several threads
   * @throws UserError when the matrix has no reproducer
   * @throws InfraError when the host fails, or a trial has an unusual outcome
   */
  public static BenchResult run(
      Matrix matrix, BenchOptions options, Environment environment, Consumer<Event> listener) {
    if (matrix.reproducers().isEmpty()) {
      throw new UserError(
          matrix.file().toString(), "has no reproducer to measure with", "name another matrix");
    }
    RunFolder folder = environment.begin(options.runs(), "bench");
    try (EventLog log = EventLog.open(folder.file("events.jsonl"))) {
      return new Benchmark(
              matrix,
              options,
              environment,
              folder,
              event -> {
                log.append(event, false);
                listener.accept(event);
              })
          .run();
    } catch (IOException e) {
      throw new InfraError("cannot measure: " + e.getMessage(), e);
    }
  }

  private BenchResult run() throws IOException {
    facts.put("matrix", String.valueOf(matrix.file().getFileName()));
    facts.put("started", Instant.now().toString());
    facts.put("rounds", Integer.toString(options.rounds()));
    facts.put("folder", folder.path().toString());
    facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("processor", processor());
    if (options.traced() || options.sections().stream().anyMatch(WITH_MACHINES::contains)) {
      withMachines();
    }
    RunStarter starter = new RunStarter(environment.lane(), options, folder);
    RunTimes runs = new RunTimes(starter, matrix, options, notes, folder);
    measure(BenchSection.PATCH, runs::patch);
    measure(BenchSection.UNCHANGED, runs::unchanged);
    BenchBatch batch = options.batch();
    if (batch != null) {
      new BatchTimes(starter, environment, matrix, batch, notes, folder).measure();
    }
    measure(BenchSection.LANES, runs::lanes);
    measure(BenchSection.EMPTY_CACHE, runs::emptyCache);
    List<Measurement> inOrder = new ArrayList<>(notes.measurements());
    List<String> order = Stream.of(BenchSection.values()).map(BenchSection::label).toList();
    inOrder.sort(Comparator.comparingInt(each -> order.indexOf(each.section())));
    return new BenchResult(inOrder, notes.traces(), notes.notes(), facts);
  }

  private void measure(BenchSection section, HostIo.Action action) throws IOException {
    if (options.sections().contains(section)) {
      action.run();
    }
  }

  private void withMachines() throws IOException {
    CampaignOptions usual = usual();
    try (Threads threads = new Threads(1);
        CampaignResources resources =
            new CampaignResources(
                environment,
                matrix,
                BenchTrials.programs(matrix),
                usual,
                folder,
                threads,
                this::forward)) {
      BenchTrials trials = new BenchTrials(resources, environment, matrix, options.route(), folder);
      facts.put("qemu", resources.pool().qemuVersion());
      facts.put("accelerator", trials.accelerator().label());
      facts.put("machine", trials.guest(trials.quiet()).vm().machine().label());
      BareMachine bare = new BareMachine(environment.lane(), threads.pumps());
      TrialTimes single = new TrialTimes(trials, bare, notes, folder, options.rounds());
      MachineTimes machines =
          new MachineTimes(
              trials, notes, folder, environment.lane(), threads.pumps(), options.rounds());
      measure(BenchSection.COLD, single::cold);
      measure(BenchSection.SNAPSHOT, single::restored);
      measure(BenchSection.SNAPSHOT, machines::save);
      measure(BenchSection.SNAPSHOT, machines::resume);
      measure(BenchSection.OVERHEAD, single::overhead);
      measure(BenchSection.THROUGHPUT, machines::throughput);
      measure(BenchSection.BOOT, machines::boot);
      measure(BenchSection.SIZES, () -> machines.sizes(resources.materials()));
      if (options.traced()) {
        single.trace();
      }
      trials.removeKept();
    }
  }

  private CampaignOptions usual() {
    CampaignOptions all = CampaignOptions.of(matrix);
    return new CampaignOptions(
        all.selection(),
        all.route(),
        new Defaults(null, all.effort().maxTrials(), null, all.effort().confidence(), 1),
        options.accelerator(),
        Set.of(),
        options.runs());
  }

  /** Passes on events except single trials, whose times are printed at the end. */
  private void forward(Event event) {
    if (!(event instanceof Event.TrialStarted || event instanceof Event.TrialEnded)) {
      events.accept(event);
    }
  }

  /** Returns the host's processor, as proc(5) names it. */
  private static String processor() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
          .findFirst()
          .orElse("unknown");
    }
  }
}
