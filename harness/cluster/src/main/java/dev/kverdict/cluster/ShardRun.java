package dev.kverdict.cluster;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has all shards of a plan run on a cluster: submits them, looks how far they are, submits again
 * what was lost. Whether a shard is whole is decided by the shared directory alone.
 */
final class ShardRun {

  private static final Duration FIRST_LOOK = Duration.ofSeconds(1);
  private static final Duration LAST_LOOK = Duration.ofSeconds(15);

  /** What a node has written may take as long to be seen here (nfs(5): acdirmax). */
  private static final Duration LAG = Duration.ofSeconds(60);

  /** A controller may be restarted, or replaced by its second one. */
  private static final Duration SILENCE = Duration.ofMinutes(10);

  private final Scheduler scheduler;
  private final SharedFolder shared;
  private final Limits limits;
  private final Pace pace;
  private final Consumer<String> lines;
  private final SortedMap<Integer, Pursuit> open = new TreeMap<>();
  private final SortedMap<Integer, String> missing = new TreeMap<>();
  private final List<Shard> shards;
  private final Object submitting = new Object();
  private final TreeSet<String> jobs = new TreeSet<>();
  private boolean cancelled;
  private long silentSince = -1;
  private String told = "";

  /**
   * @param lines is given what happens, a line each
   */
  ShardRun(
      Scheduler scheduler,
      SharedFolder shared,
      List<Shard> shards,
      Limits limits,
      Pace pace,
      Consumer<String> lines) {
    this.scheduler = scheduler;
    this.shared = shared;
    this.shards = List.copyOf(shards);
    this.limits = limits;
    this.pace = pace;
    this.lines = lines;
    shards.forEach(shard -> open.put(shard.number(), new Pursuit(shard)));
  }

  /**
   * Runs them to the end.
   *
   * @return the shards that are not whole, with the reason of each
   * @throws UserError if the cluster refuses them, or no node can run any
   * @throws InfraError if the scheduler is silent, or this was cancelled
   */
  SortedMap<Integer, String> run() {
    submitOpen();
    Duration wait = FIRST_LOOK;
    while (!open.isEmpty()) {
      if (!pace.pause(wait)) {
        throw new InfraError("interrupted");
      }
      wait = wait.multipliedBy(5).dividedBy(4);
      wait = wait.compareTo(LAST_LOOK) > 0 ? LAST_LOOK : wait;
      List<String> active = activeJobs();
      Scheduler.Look look =
          active.isEmpty() ? new Scheduler.Known(Map.of()) : scheduler.look(active);
      if (look instanceof Scheduler.Known known) {
        silentSince = -1;
        if (take(known.tasks())) {
          wait = FIRST_LOOK;
        }
        submitOpen();
        tell();
      } else if (look instanceof Scheduler.NoAnswer silent) {
        unanswered(silent);
      }
    }
    endWhatIsNotNeeded();
    return missing;
  }

  /** A node that was given up may still run what was whole elsewhere. */
  private void endWhatIsNotNeeded() {
    try {
      stop();
    } catch (InfraError e) {
      // As a rule the scheduler has forgotten them.
    }
  }

  /** Ends all tasks; after this {@link #run} does not return. */
  void cancel() {
    synchronized (submitting) {
      cancelled = true;
      pace.stop();
      scheduler.cancel(jobs);
    }
  }

  /** Returns how far it is, for who interrupts it. */
  String words() {
    synchronized (submitting) {
      long whole = shards.stream().filter(shard -> shared.isWhole(shard.number())).count();
      String what =
          jobs.isEmpty()
              ? "nothing was submitted"
              : "its tasks are cancelled: " + scheduler.name() + " job " + String.join(", ", jobs);
      return whole + " of " + shards.size() + " shards are whole; " + what;
    }
  }

  private List<String> activeJobs() {
    return open.values().stream().flatMap(p -> p.job().stream()).distinct().sorted().toList();
  }

  /** Takes what is known; returns whether a shard came to its end. */
  private boolean take(Map<String, Map<Integer, Task>> known) {
    List<Pursuit> over = new ArrayList<>();
    for (Pursuit shard : open.values()) {
      String job = shard.job().orElse("");
      if (job.isEmpty()) {
        continue;
      }
      Task task = known.getOrDefault(job, Map.of()).get(shard.number());
      if (task != null) {
        notice(shard, task);
      }
      if (settled(shard, task)) {
        over.add(shard);
      }
    }
    over.forEach(shard -> open.remove(shard.number()));
    over.forEach(shard -> shard.missing().ifPresent(why -> gone(shard, why)));
    return !over.isEmpty();
  }

  /** Says that the scheduler itself starts a task again. */
  private void notice(Pursuit shard, Task task) {
    boolean ran = shard.last().filter(was -> was.phase() == Task.Phase.RUNNING).isPresent();
    if (ran && task.phase() == Task.Phase.WAITING) {
      lines.accept(
          "shard %d was lost with %s; %s starts it again"
              .formatted(shard.number(), node(shard), scheduler.name()));
    }
    shard.seen(task);
  }

  private static String node(Pursuit shard) {
    String node = shard.last().map(Task::node).orElse("");
    return node.isEmpty() ? "its node" : "node " + node;
  }

  /** Returns whether nothing more is to be done for a shard. */
  private boolean settled(Pursuit shard, @Nullable Task task) {
    if (shared.isWhole(shard.number())) {
      return true;
    }
    if (task != null
        && (task.phase() == Task.Phase.WAITING || task.phase() == Task.Phase.RUNNING)) {
      return false;
    }
    Task last = shard.last().orElse(new Task(Task.Phase.ENDED, "", "", "", ""));
    Loss loss = Loss.of(last, shard.number(), shared);
    boolean mayBeUnseen = loss.kind() == Loss.Kind.BLIND || last.state().equals("COMPLETED");
    if (mayBeUnseen && shard.unexplainedSince(pace.now()) < LAG.toNanos()) {
      return false;
    }
    if (last.phase() == Task.Phase.STUCK) {
      scheduler.cancel(shard.job().orElseThrow(), shard.number());
    }
    return lost(shard, loss);
  }

  private boolean lost(Pursuit shard, Loss loss) {
    shard.lost(loss);
    if (loss.kind() == Loss.Kind.BLIND && !shared.anyBegun(shards)) {
      hopeless(
          loss, "name a directory that all nodes share with --shared, and have kverdict in one");
    }
    if (loss.kind() == Loss.Kind.REFUSED
        && shard.tries() == 1
        && loss.why().startsWith("it will never begin")) {
      hopeless(loss, "change --partition, --account or --time");
    }
    if (shard.missing().isEmpty()) {
      lines.accept(
          "shard %d: %s; submitted again (try %d of %d)"
              .formatted(shard.number(), loss.why(), shard.tries() + 1, Pursuit.TRIES));
      return false;
    }
    return true;
  }

  private void hopeless(Loss loss, String remedy) {
    stop();
    throw new UserError(option(), loss.why(), remedy);
  }

  private String option() {
    return "--on " + scheduler.name().toLowerCase(Locale.ROOT);
  }

  private void stop() {
    synchronized (submitting) {
      scheduler.cancel(jobs);
    }
  }

  private void gone(Pursuit shard, String why) {
    missing.put(shard.number(), why);
    lines.accept("shard %d is missing: %s".formatted(shard.number(), why));
  }

  /** Submits what no job runs. */
  private void submitOpen() {
    Map<Wave, List<Pursuit>> waves =
        open.values().stream()
            .filter(shard -> shard.job().isEmpty())
            .collect(
                Collectors.groupingBy(
                    shard -> shard.asking(limits), LinkedHashMap::new, Collectors.toList()));
    waves.forEach(this::submit);
  }

  private void submit(Wave asked, List<Pursuit> who) {
    Wave wave =
        new Wave(
            who.stream().map(Pursuit::number).toList(),
            asked.minutes(),
            asked.memoryMiB(),
            asked.without());
    Scheduler.Submitted submitted;
    synchronized (submitting) {
      if (cancelled) {
        throw new InfraError("interrupted");
      }
      submitted = scheduler.submit(wave);
      if (submitted instanceof Scheduler.Accepted accepted) {
        jobs.add(accepted.job());
      }
    }
    boolean first = who.stream().allMatch(shard -> shard.tries() == 0);
    if (submitted instanceof Scheduler.Accepted accepted) {
      who.forEach(shard -> shard.submitted(accepted.job()));
      lines.accept(words(wave, accepted.job()));
    } else if (submitted instanceof Scheduler.Refused refused) {
      refused(refused, who, first, !wave.without().isEmpty());
    } else if (submitted instanceof Scheduler.NoAnswer silent) {
      if (first) {
        throw new InfraError(scheduler.name() + " does not answer: " + silent.why());
      }
      unanswered(silent);
    }
  }

  private String words(Wave wave, String job) {
    String memory = wave.memoryMiB() == 0 ? "" : ", " + wave.memoryMiB() + " MiB";
    String not = wave.without().isEmpty() ? "" : ", not on " + String.join(", ", wave.without());
    return "%s job %s: shard%s %s, %d min%s each%s; to end it: %s"
        .formatted(
            scheduler.name(),
            job,
            wave.shards().size() == 1 ? "" : "s",
            IndexList.of(wave.shards()),
            wave.minutes(),
            memory,
            not,
            scheduler.howToCancel(List.of(job)));
  }

  private void refused(
      Scheduler.Refused refused, List<Pursuit> who, boolean first, boolean excluding) {
    if (first) {
      throw new UserError(
          option(),
          "the job is refused: " + refused.why(),
          "change --partition, --account, --time or --shards");
    }
    for (Pursuit shard : who) {
      if (excluding) {
        shard.anywhere(); // there may be no other nodes
      } else {
        shard.giveUp("it was lost, and submitting it again is refused: " + refused.why());
        open.remove(shard.number());
        gone(shard, shard.missing().orElseThrow());
      }
    }
  }

  private void unanswered(Scheduler.NoAnswer silent) {
    long now = pace.now();
    if (silentSince < 0) {
      silentSince = now;
      lines.accept(scheduler.name() + " does not answer, and is asked again: " + silent.why());
    } else if (now - silentSince > SILENCE.toNanos()) {
      throw new InfraError(
          "%s has not answered for %d minutes: %s; what runs goes on; to end it: %s"
              .formatted(
                  scheduler.name(),
                  SILENCE.toMinutes(),
                  silent.why(),
                  scheduler.howToCancel(jobs)));
    }
  }

  /** Says how far it is, if that has changed. */
  private void tell() {
    Map<Task.Phase, Long> phases =
        open.values().stream()
            .flatMap(shard -> shard.last().stream())
            .collect(Collectors.groupingBy(Task::phase, Collectors.counting()));
    long waiting =
        open.size()
            - phases.getOrDefault(Task.Phase.RUNNING, 0L)
            - phases.getOrDefault(Task.Phase.ENDED, 0L);
    String line =
        "%d of %d shards whole, %d running, %d waiting%s%s"
            .formatted(
                shards.size() - open.size() - missing.size(),
                shards.size(),
                phases.getOrDefault(Task.Phase.RUNNING, 0L),
                waiting,
                waiting == 0 ? "" : why(),
                missing.isEmpty() ? "" : ", " + missing.size() + " missing");
    if (!line.equals(told)) {
      told = line;
      lines.accept(line);
    }
  }

  /** Returns the commonest reason why tasks wait. */
  private String why() {
    Optional<Map.Entry<String, Long>> most =
        open.values().stream()
            .flatMap(shard -> shard.last().stream())
            .filter(task -> task.phase() == Task.Phase.WAITING && !task.reason().equals("None"))
            .collect(Collectors.groupingBy(Task::reason, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .max(Map.Entry.comparingByValue());
    return most.map(reason -> " (" + reason.getKey() + ")").orElse("");
  }
}
