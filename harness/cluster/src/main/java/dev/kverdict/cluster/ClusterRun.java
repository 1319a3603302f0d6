package dev.kverdict.cluster;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run on a cluster: the plan and the judgement are made on this machine, by the same commands
 * that a person may give, and the shards by the nodes.
 */
public final class ClusterRun {

  /** Reading patches and writing a plan takes seconds; a store to be searched, longer. */
  private static final Duration PATIENCE = Duration.ofHours(6);

  private static final int USAGE = 2;
  private static final int UNDECIDED = 3;
  private static final int BROKEN = 4;

  /** What a child needs of our environment, besides what programs always get. */
  private static final List<String> INHERITED =
      List.of("PATH", "JAVA_HOME", "JAVA_TOOL_OPTIONS", "XDG_CACHE_HOME");

  private final ClusterWork work;
  private final SharedFolder shared;
  private final Scheduler scheduler;
  private final Lane lane;
  private final Map<String, String> env;
  private final Pace pace;
  private final Consumer<String> lines;
  private final Consumer<String> result;
  private volatile @Nullable ShardRun running;

  ClusterRun(
      ClusterWork work,
      Scheduler scheduler,
      Lane lane,
      Map<String, String> env,
      Pace pace,
      Consumer<String> lines,
      Consumer<String> result) {
    this.work = work;
    this.shared = new SharedFolder(work.folder());
    this.scheduler = scheduler;
    this.lane = lane;
    this.env = Map.copyOf(env);
    this.pace = pace;
    this.lines = lines;
    this.result = result;
  }

  /**
   * Returns a run on a cluster.
   *
   * @param lane runs programs on this machine
   * @param lines is given what happens, a line each
   * @param result is given what was found, a line each
   */
  public static ClusterRun on(
      Cluster cluster,
      ClusterWork work,
      Lane lane,
      Map<String, String> env,
      Consumer<String> lines,
      Consumer<String> result) {
    SharedFolder shared = new SharedFolder(work.folder());
    Scheduler scheduler =
        cluster instanceof KubernetesOptions kubernetes
            ? new Kubernetes(
                new KubernetesClientBuilder().build(), shared, kubernetes, work.processors())
            : new Slurm(lane::run, env, shared, (SlurmOptions) cluster, work.processors());
    return new ClusterRun(work, scheduler, lane, env, Pace.real(), lines, result);
  }

  /**
   * Runs it to the end.
   *
   * @return the exit code of {@code kverdict verify}; never 0 if a shard is missing
   * @throws UserError if the cluster refuses it
   * @throws InfraError if the cluster does not answer
   */
  public int run() {
    List<Shard> shards = plan();
    if (shards.isEmpty()) {
      return USAGE;
    }
    ShardRun run =
        new ShardRun(scheduler, shared, shards, Limits.of(shards, work.time()), pace, lines);
    running = run;
    SortedMap<Integer, String> missing = run.run();
    int code = missing.size() == shards.size() ? BROKEN : merge(shards);
    missing.forEach((shard, why) -> result.accept("shard " + shard + " is missing: " + why));
    return missing.isEmpty() || code != 0 ? code : BROKEN;
  }

  /**
   * Submits it, with a task that judges when all others have ended, and does not wait.
   *
   * @return the exit code: 3, because nothing is decided yet
   * @throws UserError if the cluster refuses it
   * @throws InfraError if the cluster does not answer
   */
  public int detach() {
    if (!(scheduler instanceof Slurm slurm)) {
      throw new UserError("--detach", "works with --on slurm only", "leave it out");
    }
    List<Shard> shards = plan();
    if (shards.isEmpty()) {
      return USAGE;
    }
    Limits limits = Limits.of(shards, work.time());
    Wave all =
        new Wave(
            shards.stream().map(Shard::number).toList(),
            limits.minutes(),
            limits.memoryMiB(),
            new TreeSet<>());
    String job = accepted(slurm.submit(all));
    Path script =
        shared.script(
            "merge.sh", TaskScripts.merge(work.kverdict(), shared, work.run(), work.merge()));
    String merge =
        accepted(slurm.submitMerge(job, script, Limits.of(List.of(), work.time()).minutes()));
    result.accept(
        "Slurm job %s runs %d shards; job %s judges them: %s, and its exit code in %s"
            .formatted(
                job,
                shards.size(),
                merge,
                shared.path().resolve("merge.log"),
                shared.path().resolve("merge.code")));
    return UNDECIDED;
  }

  private String accepted(Scheduler.Submitted submitted) {
    if (submitted instanceof Scheduler.Accepted accepted) {
      return accepted.job();
    }
    if (submitted instanceof Scheduler.Refused refused) {
      throw new UserError(
          "--on slurm",
          "the job is refused: " + refused.why(),
          "change --partition, --account, --time or --shards");
    }
    throw new InfraError("Slurm does not answer: " + ((Scheduler.NoAnswer) submitted).why());
  }

  /** Ends all tasks of this run, and no others. */
  public void cancel() {
    ShardRun run = running;
    if (run != null) {
      run.cancel();
    }
  }

  /** Returns how far it came. */
  public String words() {
    ShardRun run = running;
    return run == null ? "nothing was submitted" : run.words();
  }

  /** Returns the shards of a new plan; none if making one failed, which has been said. */
  private List<Shard> plan() {
    shared.prepared();
    List<String> words = new ArrayList<>(List.of("plan"));
    words.addAll(work.plan());
    words.addAll(List.of("--out", shared.plan().toString()));
    List<String> printed = new ArrayList<>();
    int code = kverdict(Path.of("").toAbsolutePath(), words, printed::add);
    printed.forEach(code == 0 ? lines : result);
    if (code != 0 && code != USAGE) {
      throw new InfraError("kverdict plan failed with exit code " + code + ", see above");
    }
    if (code == USAGE) {
      return List.of();
    }
    shared.script("task.sh", TaskScripts.task(work.kverdict(), shared, work.shard()));
    return ShardPlan.read(shared.plan()).shards();
  }

  private int merge(List<Shard> shards) {
    List<String> words = new ArrayList<>(List.of("merge", "plan"));
    shards.stream()
        .filter(shard -> shared.isWhole(shard.number()))
        .forEach(shard -> words.add("whole/" + shard.number()));
    words.addAll(List.of("--out", work.run().toString()));
    words.addAll(work.merge());
    return kverdict(shared.path(), words, result);
  }

  /** Runs kverdict on this machine. */
  private int kverdict(Path directory, List<String> words, Consumer<String> printed) {
    List<String> argv = new ArrayList<>(List.of(work.kverdict().toString()));
    argv.addAll(words);
    Map<String, String> variables = new HashMap<>();
    env.forEach(
        (name, value) -> {
          if (INHERITED.contains(name) || name.startsWith("KVERDICT_")) {
            variables.put(name, value);
          }
        });
    return lane.build(
            Command.of(directory, argv.toArray(String[]::new))
                .withEnvironment(variables)
                .within(PATIENCE)
                .asChore(),
            shared.path().resolve("lock"),
            printed)
        .exitCode();
  }
}
