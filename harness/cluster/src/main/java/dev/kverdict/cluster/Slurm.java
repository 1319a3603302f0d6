package dev.kverdict.cluster;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.text.Printable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Slurm, by its own commands: a wave is a job array whose indexes are the numbers of shards. Only
 * squeue is asked, which needs no accounting database.
 */
final class Slurm implements Scheduler {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What tasks need of the environment of who submits, besides what programs always get. */
  private static final List<String> INHERITED =
      List.of(
          "PATH",
          "JAVA_HOME",
          "JAVA_TOOL_OPTIONS",
          "XDG_CACHE_HOME",
          "SLURM_CONF",
          "SLURM_CLUSTERS",
          "SBATCH_PARTITION",
          "SBATCH_ACCOUNT",
          "SBATCH_QOS",
          "SBATCH_RESERVATION",
          "SBATCH_CONSTRAINT");

  private static final Pattern JOB = Pattern.compile("([0-9]{1,10})(;.*)?");

  /** Slurm has not taken the job, and may take it a minute later. */
  private static final Pattern PASSING =
      Pattern.compile(
          "(?i).*(unable to contact|connect failure|socket timed out|communication|"
              + "temporarily unable|transport endpoint|slurm_persist|protocol authentication|zero bytes).*");

  private static final Pattern UNKNOWN = Pattern.compile("(?i).*invalid job id.*");

  private final Function<Command, CommandResult> programs;
  private final Map<String, String> env;
  private final SharedFolder shared;
  private final SlurmOptions options;
  private final int processors;

  /**
   * @param programs runs a program on this machine
   * @param env the environment of who submits
   * @param processors how many each task gets
   */
  Slurm(
      Function<Command, CommandResult> programs,
      Map<String, String> env,
      SharedFolder shared,
      SlurmOptions options,
      int processors) {
    this.programs = programs;
    this.env = Map.copyOf(env);
    this.shared = shared;
    this.options = options;
    this.processors = processors;
  }

  @Override
  public String name() {
    return "Slurm";
  }

  @Override
  public Submitted submit(Wave wave) {
    List<String> words = new ArrayList<>(options(wave.minutes()));
    words.add("--array=" + IndexList.of(wave.shards()));
    words.add("--requeue");
    if (wave.memoryMiB() > 0) {
      words.add("--mem=" + wave.memoryMiB() + "M");
    }
    if (!wave.without().isEmpty()) {
      words.add("--exclude=" + String.join(",", wave.without()));
    }
    Path script =
        shared.script(
            "task.sbatch",
            "#!/bin/sh\nexec /bin/sh "
                + ShellText.quoted(shared.path().resolve("task.sh"))
                + " \"$SLURM_ARRAY_TASK_ID\" \"$SLURM_JOB_ID.${SLURM_RESTART_COUNT:-0}\""
                + " \"$SLURMD_NODENAME\"\n");
    return submitted(words, script);
  }

  /** Queues what judges when all tasks of a job have ended, however they ended. */
  Submitted submitMerge(String job, Path script, long minutes) {
    List<String> words = new ArrayList<>(options(minutes));
    words.add("--dependency=afterany:" + job);
    Path text =
        shared.script("merge.sbatch", "#!/bin/sh\nexec /bin/sh " + ShellText.quoted(script) + "\n");
    return submitted(words, text);
  }

  private List<String> options(long minutes) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--parsable",
                "--job-name=kverdict",
                "--chdir=/",
                // What a task prints goes to the shared directory, whose path may have what Slurm
                // would expand.
                "--output=/dev/null",
                "--error=/dev/null",
                "--nodes=1",
                "--ntasks=1",
                "--cpus-per-task=" + processors,
                "--time=" + minutes));
    words.addAll(options.words());
    return words;
  }

  private Submitted submitted(List<String> options, Path script) {
    List<String> words = new ArrayList<>(List.of("sbatch"));
    words.addAll(options);
    words.add(script.toString());
    CommandResult result = run(words);
    if (result.ok()) {
      for (String line : result.output()) {
        var job = JOB.matcher(line.strip());
        if (job.matches()) {
          return new Accepted(job.group(1));
        }
      }
      return new Refused("sbatch gave no number: " + said(result));
    }
    return passing(result) ? new NoAnswer(said(result)) : new Refused(said(result));
  }

  private static boolean passing(CommandResult result) {
    return result.timedOut()
        || result.output().stream().anyMatch(l -> PASSING.matcher(l).matches());
  }

  @Override
  public Look look(Collection<String> jobs) {
    CommandResult result =
        run(
            List.of(
                "squeue",
                "--noheader",
                "--array",
                "--states=all",
                "--jobs=" + String.join(",", jobs),
                "--format=%F|%K|%A|%T|%N|%r"));
    Map<String, Map<Integer, Task>> known = new HashMap<>();
    jobs.forEach(job -> known.put(job, new HashMap<>()));
    if (result.ok()) {
      result.output().forEach(line -> SqueueLine.read(line).ifPresent(l -> l.into(known)));
      return new Known(known);
    }
    boolean unknown = result.output().stream().anyMatch(l -> UNKNOWN.matcher(l).matches());
    return unknown ? new Known(known) : new NoAnswer(said(result));
  }

  @Override
  public void cancel(Collection<String> jobs) {
    if (!jobs.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("scancel"));
      words.addAll(jobs);
      run(words).orThrow("cannot end the tasks of " + String.join(", ", jobs));
    }
  }

  @Override
  public void cancel(String job, int shard) {
    var unused = run(List.of("scancel", job + "_" + shard)); // gone meanwhile: as well
  }

  @Override
  public String howToCancel(Collection<String> jobs) {
    return "scancel " + String.join(" ", jobs);
  }

  private CommandResult run(List<String> words) {
    Map<String, String> variables = new HashMap<>();
    env.forEach(
        (name, value) -> {
          if (INHERITED.contains(name) || name.startsWith("KVERDICT_")) {
            variables.put(name, value);
          }
        });
    return programs.apply(
        Command.of(shared.path(), words.toArray(String[]::new))
            .withEnvironment(variables)
            .within(PATIENCE)
            .asChore());
  }

  /** Returns the last line of a program's output, without the program's name. */
  private static String said(CommandResult result) {
    if (result.timedOut()) {
      return result.command().argv().get(0)
          + " does not answer within "
          + PATIENCE.toSeconds()
          + " s";
    }
    List<String> lines = result.output().stream().filter(line -> !line.isBlank()).toList();
    String last = lines.isEmpty() ? result.summary() : lines.get(lines.size() - 1);
    return Printable.line(
        last.replaceFirst("^[a-z]+: (error: )?(Batch job submission failed: )?", "").strip());
  }
}
