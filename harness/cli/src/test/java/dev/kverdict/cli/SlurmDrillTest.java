package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that goes wrong on a real Slurm, of which ci/slurm-here has eight nodes. The
 * scheduler, its nodes, the scripts and the command line are real; what shards do is told by each
 * part. All parts go on at once, on nodes of their own, and the controller is restarted in the
 * middle.
 */
@NeedsSlurm
class SlurmDrillTest {

  private static final Path HERE = Path.of("../../ci/slurm-here").toAbsolutePath().normalize();
  private static final Pattern JOB = Pattern.compile("Slurm job ([0-9]+): ");
  private static final String SLEEPS_ONCE = "[ $first = no ] || sleep 600";

  @TempDir private Path folder;
  private final Path cluster =
      Path.of(Objects.requireNonNullElse(System.getenv(NeedsSlurm.VARIABLE), "/nowhere"));

  /** What came of a part. */
  private record Came(DrillPart part, String row, String printed, int code, long whole, long left) {

    void check() {
      assertThat(printed).as(part.happens()).contains(part.says());
      assertThat(code).as(printed).isEqualTo(part.code());
      assertThat(whole).as(printed).isEqualTo(part.whole());
      assertThat(left).as(printed).isZero();
    }
  }

  private List<DrillPart> parts() {
    // Too much for the small disk of the last node; it takes so long that both nodes are at work.
    String fills = "sleep 4; head -c 1000000 /dev/zero >'" + cluster + "/local/'$n || exit 4";
    return List.of(
        DrillPart.of("all is well", "n1,n2", "true", "true", "true", "true"),
        DrillPart.of("a node is killed in the middle of a task", "n3,n4", "true", SLEEPS_ONCE)
            .meanwhile((run, shared) -> here("fail", nodeOf(shared, 2))),
        DrillPart.of("a task takes longer than it may", "n5", "true", SLEEPS_ONCE)
            .with("--time", "1m")
            .saying("shard 2: it ran out of time on n5; submitted again (try 2 of 3)", "2 min"),
        DrillPart.of(
                "a task is killed, as for want of memory", "n1", "[ $first = no ] || kill -9 $$")
            .saying("it was killed on n1, perhaps for want of memory; submitted again", "128 MiB"),
        DrillPart.of("a task fails three times", "n1", "true", "echo no such luck; exit 4")
            .ends(4, 1)
            .saying("shard 2 is missing: exit code 4 on n1: no such luck (tried 3 times)"),
        DrillPart.of("the disk of a node is full", "n7,n8", fills, fills)
            .saying("exit code 4 on n8: ", "not on n8"),
        DrillPart.of("the controller is restarted", "n1,n2", "sleep 8", "sleep 9", "sleep 10")
            .meanwhile((run, shared) -> restart(nodeOf(shared, 1))),
        DrillPart.of("a person cancels a task", "n2", "true", "sleep 600")
            .meanwhile((run, shared) -> program("scancel", job(run, shared, 2) + "_2"))
            .ends(4, 1)
            .saying("shard 2 is missing: somebody cancelled it"),
        DrillPart.of("Ctrl-C", "n2", "true", "sleep 600")
            .meanwhile((run, shared) -> interrupt(run, shared))
            .ends(130, 1)
            .saying("1 of 2 shards are whole; its tasks are cancelled", "go on with:"),
        DrillPart.of("nobody waits (detached)", "n1", "true", "sleep 3")
            .with("--detach", "--time", "5m")
            .meanwhile(SlurmDrillTest::judged)
            .ends(3, 2)
            .saying("runs 2 shards; job ", "merge.code"),
        DrillPart.of("there is no such partition", "n99", "true")
            .ends(2, 0)
            .saying("--on slurm: the job is refused: ", "nvalid partition"),
        DrillPart.of("the partition has a smaller limit", "n6", "true")
            .with("--time", "2h")
            .ends(2, 0)
            .saying("--on slurm: it will never begin: PartitionTimeLimit"),
        DrillPart.of("the nodes do not see the directory", "n6", "true")
            .with("--time", "5m", "--shared", cluster.resolve("local/shared").toString())
            .ends(2, 0)
            .saying("--on slurm: node n6 left nothing there: it does not see the directory"));
  }

  @Test
  void whateverHappensTheVerdictIsWholeOrSaysWhatIsMissing() throws Exception {
    List<Came> all = atOnce(parts().stream().<Callable<Came>>map(part -> () -> run(part)).toList());
    Files.writeString(
        Path.of("target/slurm-drill.md"),
        "| what happens | whole | lost | exit code | tasks left |\n|---|---|---|---|---|\n"
            + String.join("\n", all.stream().map(Came::row).toList())
            + "\n");
    assertThat(all).allSatisfy(Came::check);
  }

  private static List<Came> atOnce(List<Callable<Came>> parts) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(parts.size());
    try {
      List<Came> all = new ArrayList<>();
      for (Future<Came> one : threads.invokeAll(parts)) {
        all.add(one.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private Came run(DrillPart part) throws Exception {
    Path home = Files.createDirectories(folder.resolve(part.happens()));
    Path kverdict = home.resolve("kverdict");
    try (InputStream text =
        Objects.requireNonNull(getClass().getResourceAsStream("cluster-kverdict"))) {
      Files.copy(text, kverdict);
    }
    Files.setPosixFilePermissions(kverdict, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path matrix = home.resolve("case.yaml");
    Files.writeString(matrix, String.join("\n", part.tasks()) + "\n");
    Path shared = home.resolve("a 'shared' $(dir) %j");
    List<String> words =
        new ArrayList<>(List.of("verify", matrix.toString(), "--on", "slurm", "--cpus", "4"));
    words.addAll(List.of("--partition", part.nodes(), "--out", home.resolve("runs").toString()));
    words.addAll(part.words());
    if (!part.words().contains("--shared")) {
      words.addAll(List.of("--shared", shared.toString()));
    }
    List<String> jvm = List.of("-Dkverdict.home=" + home);
    String[] all = words.toArray(String[]::new);
    try (ChildKverdict run = ChildKverdict.start(home, "it", jvm, Kverdict.class, all)) {
      part.deed().to(run, shared);
      // One that hangs has no exit code, and says how far it came all the same.
      int code = run.process().waitFor(3, TimeUnit.MINUTES) ? run.exitCode() : -1;
      long whole = files(shared, "whole").size();
      long left = left(run);
      return new Came(part, part.row(whole, code, left), run.printed(), code, whole, left);
    }
  }

  /** How many tasks of a run the scheduler still has. */
  private long left(ChildKverdict run) throws Exception {
    String jobs =
        String.join(",", JOB.matcher(run.printed()).results().map(SlurmDrillTest::job).toList());
    return jobs.isEmpty()
        ? 0
        : program("squeue", "-h", "-r", "-j", jobs)
            .lines()
            .filter(l -> !l.contains("error"))
            .count();
  }

  private static String job(MatchResult found) {
    return found.group(1);
  }

  /** Waits until a shard is at work; returns the job that runs it. */
  private static String job(ChildKverdict run, Path shared, int shard) throws IOException {
    nodeOf(shared, shard);
    return JOB.matcher(run.printed()).results().map(SlurmDrillTest::job).findFirst().orElseThrow();
  }

  private static void interrupt(ChildKverdict run, Path shared) throws Exception {
    nodeOf(shared, 2);
    awaited(() -> files(shared, "whole").stream().findAny());
    run.send("INT");
  }

  /** Waits until the last task has judged, after whom nobody waits. */
  private static void judged(ChildKverdict run, Path shared) throws IOException {
    Path code = awaited(() -> named(shared, "merge.code"));
    assertThat(Files.readString(code)).isEqualTo("0\n");
    assertThat(Files.readString(named(shared, "merge.log").orElseThrow()))
        .isEqualTo("judged: shard 1\njudged: shard 2\n");
  }

  private static Optional<Path> named(Path shared, String name) throws IOException {
    return files(shared, "").stream().filter(file -> file.endsWith(name)).findFirst();
  }

  /** Waits until a shard is at work; returns its node. */
  private static String nodeOf(Path shared, int shard) {
    return awaited(
        () -> {
          for (Path file : files(shared, "attempts/" + shard)) {
            String text = file.toString().endsWith(".node") ? Files.readString(file) : "";
            if (text.endsWith("\n")) {
              return Optional.of(text.strip());
            }
          }
          return Optional.empty();
        });
  }

  private static <T> T awaited(Callable<Optional<T>> what) {
    return await().atMost(Duration.ofMinutes(3)).until(what, Optional::isPresent).orElseThrow();
  }

  /** The files of a directory in the one run below a shared directory. */
  private static List<Path> files(Path shared, String directory) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path run : list(shared)) {
      found.addAll(list(run.resolve(directory)));
    }
    return found;
  }

  private static List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private void restart(String atWork) throws Exception {
    assertThat(atWork).isNotEmpty();
    program(HERE.toString(), "restart", cluster.toString());
  }

  private void here(String what, String node) throws Exception {
    program(HERE.toString(), what, cluster.toString(), node);
  }

  private String program(String... words) throws Exception {
    Path output = Files.createTempFile(folder, "output", "");
    new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
    return Files.readString(output);
  }
}
