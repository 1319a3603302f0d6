package dev.kverdict.shard;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.Terms;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.ShortLived;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.Event;
import dev.kverdict.record.RunResult;
import dev.kverdict.run.Environment;
import dev.kverdict.run.Journal;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Store;
import dev.kverdict.verdict.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Joins what the shards of a plan left into one run. Each shard is judged again from its evidence,
 * on its own: its trials are compared with the control of its own machine.
 */
public final class Merge {

  private final Environment environment;
  private final ShardPlan.Read plan;
  private final Path run;
  private final Consumer<Event> listener;

  private Merge(Environment environment, ShardPlan.Read plan, Path run, Consumer<Event> listener) {
    this.environment = environment;
    this.plan = plan;
    this.run = run;
    this.listener = listener;
  }

  /**
   * What the shards say together.
   *
   * @param result the result of the run
   * @param batch whether the run is a batch
   * @param candidates the candidates of a batch that are decided, in its order
   */
  public record Merged(RunResult result, boolean batch, List<Candidate> candidates) {}

  /**
   * Judges, and leaves everything but the reports in the directory of the run.
   *
   * @param folder the directory of the plan
   * @param shards the directories that the shards left, in any order
   * @param run the directory of the run, which is empty or does not exist
   * @param kverdict the version that is running
   * @param listener is passed every event of the run
   * @throws InfraError naming, a line each, shards that are missing, double, of another version or
   *     plan, or damaged
   */
  public static Merged of(
      Path folder,
      List<Path> shards,
      Environment environment,
      Path run,
      String kverdict,
      Consumer<Event> listener) {
    ShardPlan.Read plan = ShardPlan.read(folder, kverdict);
    List<ShardFolder> read = read(shards, plan);
    Path out = run.toAbsolutePath().normalize();
    Planner.requireEmpty(out);
    return new Merge(environment, plan, out, listener).judged(read);
  }

  private static List<ShardFolder> read(List<Path> directories, ShardPlan.Read plan) {
    List<String> faults = new ArrayList<>();
    Map<Integer, ShardFolder> shards = new TreeMap<>();
    for (Path directory : directories) {
      Path path = directory.toAbsolutePath().normalize();
      ShardFolder.read(path, plan, faults)
          .ifPresent(
              shard -> {
                ShardFolder other = shards.putIfAbsent(shard.number(), shard);
                if (other != null) {
                  faults.add("%s is there twice, also in %s".formatted(other, path));
                }
              });
    }
    for (ShardPlan.Shard wanted : plan.plan().shards()) {
      if (!shards.containsKey(wanted.number())) {
        faults.add(
            "shard %d of %d is missing: %s"
                .formatted(
                    wanted.number(),
                    plan.plan().shards().size(),
                    String.join(", ", wanted.cells())));
      }
    }
    faults.addAll(differentControls(List.copyOf(shards.values())));
    if (!faults.isEmpty()) {
      throw new InfraError(String.join("\n", faults));
    }
    return List.copyOf(shards.values());
  }

  /** A distribution may have brought out another kernel while the shards ran. */
  private static List<String> differentControls(List<ShardFolder> shards) {
    List<String> faults = new ArrayList<>();
    Map<String, ShardFolder> first = new TreeMap<>();
    for (ShardFolder shard : shards) {
      shard
          .manifest()
          .builds()
          .forEach(
              (name, build) -> {
                BuildOutcome mine = build.outcome();
                ShardFolder other = first.putIfAbsent(name, shard);
                if (other != null
                    && !Objects.requireNonNull(other.manifest().builds().get(name))
                        .outcome()
                        .digest()
                        .equals(mine.digest())) {
                  faults.add(
                      "%s: its %s is another kernel than in %s".formatted(shard, name, other));
                }
              });
    }
    return faults;
  }

  private Merged judged(List<ShardFolder> shards) {
    List<Event> events = new ArrayList<>();
    List<Candidate> decided = new ArrayList<>();
    for (Candidate known : plan.plan().given().candidates()) {
      events.add(new Event.CandidateDecided(known));
    }
    List<RunResult> results = new ArrayList<>();
    try {
      Path unpacked = ShortLived.directory("case");
      Path kernels = run.resolve("kernels.tmp");
      try {
        Matrix matrix = plan.matrix(unpacked);
        Store store = new Store(kernels, environment.lane(), Long.MAX_VALUE);
        for (ShardFolder shard : shards) {
          results.add(judged(shard, matrix, store, events, decided));
        }
        Joined joined = new Joined(matrix, plan.plan(), shards, results, run);
        RunResult result = joined.result();
        journal(result, events);
        return new Merged(result, plan.plan().asked().screening(), joined.candidates(decided));
      } finally {
        AtomicFiles.delete(kernels);
        ShortLived.delete(unpacked);
      }
    } catch (IOException e) {
      throw new InfraError("cannot join the shards in " + run + ": " + HostIo.why(e), e);
    }
  }

  private RunResult judged(
      ShardFolder shard, Matrix matrix, Store store, List<Event> events, List<Candidate> decided)
      throws IOException {
    CampaignOptions options = plan.plan().asked().options(run.resolve(RunParts.FOLDER));
    Terms terms =
        Terms.USUAL
            .doing(plan.plan().shards().get(shard.number() - 1).part())
            .from(
                (host, folder, sink) ->
                    new RecordedSource(shard, environment.lane(), store, folder, sink));
    List<Event> mine = new CopyOnWriteArrayList<>();
    RunResult result;
    Path folder;
    try (Campaign campaign = Campaign.start(matrix, options, environment, terms, mine::add)) {
      folder = campaign.folder();
      result = campaign.finish();
      decided.addAll(campaign.candidates());
    }
    return new RunParts(run).adopt(shard, folder, result, mine, events);
  }

  private void journal(RunResult result, List<Event> events) {
    RunFolder folder = new RunFolder(run);
    try (Journal journal = new Journal(folder, listener)) {
      journal.accept(
          new Event.RunStarted(result.caseName(), run.toString(), result.verdicts().size()));
      events.forEach(journal);
      int code = Results.exitCode(result.verdicts(), result.steps());
      journal.accept(new Event.RunEnded(code, result.facts().millis()));
    }
  }
}
