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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that goes wrong on a real Slurm, of which ci/slurm-here has eight nodes. The
 * scheduler, its nodes, the scripts and the command line are real; what shards do is told by the
 * case. All parts of the drill go on at once, on nodes of their own.
 */
@NeedsSlurm
class SlurmDrillTest {

  private static final Path HERE = Path.of("../../ci/slurm-here").toAbsolutePath().normalize();
  private static final Pattern JOB = Pattern.compile("Slurm job ([0-9]+): ");
  private static final String SLEEPS_ONCE = "[ $first = no ] || sleep 600";

  @TempDir private Path folder;

  /**
   * One part of the drill.
   *
   * @param happens what goes wrong
   * @param code the exit code that it has to have
   * @param whole how many of its shards are to be whole
   * @param says what it has to print
   */
  private record Part(String happens, int code, int whole, List<String> says) {}

  /** What came of a part. */
  private record Row(Part part, int shards, int code, long whole, long left, String printed) {

    String line() {
      return "| %s | %d of %d | %s | %d | %d |"
          .formatted(
              part.happens(),
              whole,
              shards,
              whole == shards ? "nothing" : shards - whole + ", named",
              code,
              left);
    }
  }

  /** What is done to a run while it goes on. */
  private interface Deed {
    void to(ChildKverdict run, Path shared) throws Exception;
  }

  private static final Deed NOTHING = (run, shared) -> {};

  @Test
  void whateverHappensTheVerdictIsWholeOrSaysWhatIsMissing() throws Exception {
    Path cluster = Path.of(System.getenv(NeedsSlurm.VARIABLE));
    List<Callable<Row>> parts = new ArrayList<>();
    parts.add(
        part(
            "all is well",
            0,
            4,
            "n1,n2",
            "5m",
            NOTHING,
            List.of("judged: shard 4"),
            "true",
            "true",
            "true",
            "true"));
    parts.add(
        part(
            "a node is killed in the middle of a task",
            0,
            3,
            "n3,n4",
            "5m",
            (run, shared) -> here("fail", nodeOf(shared, 2)),
            List.of("shard 2", "judged: shard 2"),
            "true",
            SLEEPS_ONCE,
            "true"));
    parts.add(
        part(
            "a task takes longer than it may",
            0,
            2,
            "n5",
            "1m",
            NOTHING,
            List.of("shard 2: it ran out of time on n5; submitted again (try 2 of 3)", "2 min"),
            "true",
            SLEEPS_ONCE));
    parts.add(
        part(
            "a task is killed, as for want of memory",
            0,
            2,
            "n1",
            "5m",
            NOTHING,
            List.of(
                "shard 1: it was killed on n1, perhaps for want of memory; submitted again",
                "128 MiB"),
            "[ $first = no ] || kill -KILL $$",
            "true"));
    parts.add(
        part(
            "a task fails three times",
            4,
            1,
            "n1",
            "5m",
            NOTHING,
            List.of(
                "shard 2 is missing: exit code 4 on n1: no such luck (tried 3 times)",
                "not judged: shard 2"),
            "true",
            "echo no such luck; exit 4"));
    parts.add(
        part(
            "a user cancels a task",
            4,
            1,
            "n2",
            "5m",
            (run, shared) -> {
              nodeOf(shared, 2);
              run(Path.of("scancel"), job(run) + "_2");
            },
            List.of("shard 2 is missing: somebody cancelled it", "not judged: shard 2"),
            "true",
            "sleep 600"));
    parts.add(
        part(
            "Ctrl-C",
            130,
            1,
            "n2",
            "5m",
            (run, shared) -> {
              nodeOf(shared, 2);
              whole(shared, 1);
              run.send("INT");
            },
            List.of("1 of 2 shards are whole; its tasks are cancelled", "go on with:"),
            "true",
            "sleep 600"));
    parts.add(
        part(
            "the disk of a node is full",
            0,
            2,
            "n7,n8",
            "5m",
            NOTHING,
            List.of("exit code 4 on n8: ", "submitted again"),
            fills(cluster),
            fills(cluster)));
    parts.add(
        part(
            "the controller is restarted",
            0,
            3,
            "n1,n2",
            "5m",
            (run, shared) -> {
              nodeOf(shared, 1);
              here("restart");
            },
            List.of("judged: shard 3"),
            "sleep 8",
            "sleep 9",
            "sleep 10"));
    parts.add(
        part(
            "a partition that is not there",
            2,
            0,
            "n99",
            "5m",
            NOTHING,
            List.of("--on slurm: the job is refused: ", "invalid partition"),
            "true"));
    parts.add(
        part(
            "a partition whose limit is less than asked for",
            2,
            0,
            "n6",
            "2h",
            NOTHING,
            List.of("--on slurm: it will never begin: PartitionTimeLimit"),
            "true"));
    parts.add(blind(cluster));
    List<Row> rows = atOnce(parts);
    Files.writeString(
        Path.of("target/slurm-drill.md"),
        "| what happens | whole | lost | exit code | tasks left |\n|---|---|---|---|---|\n"
            + String.join("\n", rows.stream().map(Row::line).toList())
            + "\n");
    assertThat(rows).allSatisfy(SlurmDrillTest::isAsItMustBe);
  }

  private static void isAsItMustBe(Row row) {
    assertThat(row.printed()).as(row.part().happens()).contains(row.part().says());
    assertThat(row.code()).as(row.printed()).isEqualTo(row.part().code());
    assertThat(row.whole()).as(row.printed()).isEqualTo(row.part().whole());
    assertThat(row.left()).as(row.printed()).isZero();
  }

  private static List<Row> atOnce(List<Callable<Row>> parts) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(parts.size());
    try {
      List<Row> rows = new ArrayList<>();
      for (Future<Row> row : threads.invokeAll(parts)) {
        rows.add(row.get());
      }
      return rows;
    } finally {
      threads.shutdownNow();
    }
  }

  /** On the small disk of the last node this is too much; it has both nodes at work. */
  private static String fills(Path cluster) {
    return "sleep 4; head -c 1000000 /dev/zero >'" + cluster + "/local/'$n || exit 4";
  }

  private Callable<Row> part(
      String happens,
      int code,
      int whole,
      String partition,
      String time,
      Deed deed,
      List<String> says,
      String... tasks) {
    String name = happens.replaceAll("[^a-z]", "-");
    Path shared = folder.resolve("a 'shared' $(dir) %j " + name);
    return () ->
        row(
            new Part(happens, code, whole, says),
            name,
            shared,
            deed,
            List.of(tasks),
            partition,
            time);
  }

  /** The nodes have a disk of their own in place of this directory. */
  private Callable<Row> blind(Path cluster) {
    Part part =
        new Part(
            "the nodes do not see the directory",
            2,
            0,
            List.of(
                "--on slurm: node n6 left nothing there: it does not see the directory",
                "--shared"));
    return () ->
        row(part, "blind", cluster.resolve("local/shared"), NOTHING, List.of("true"), "n6", "5m");
  }

  private Row row(
      Part part,
      String name,
      Path shared,
      Deed deed,
      List<String> tasks,
      String partition,
      String time)
      throws Exception {
    Path home = Files.createDirectories(folder.resolve("home of " + name));
    Path kverdict = home.resolve("kverdict");
    try (InputStream text =
        Objects.requireNonNull(getClass().getResourceAsStream("cluster-kverdict"))) {
      Files.copy(text, kverdict);
    }
    Files.setPosixFilePermissions(kverdict, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path matrix = Files.writeString(home.resolve("case.yaml"), String.join("\n", tasks) + "\n");
    String[] words = {
      "verify",
      matrix.toString(),
      "--on",
      "slurm",
      "--shared",
      shared.toString(),
      "--out",
      home.resolve("runs").toString(),
      "--partition",
      partition,
      "--time",
      time,
      "--cpus",
      "4"
    };
    try (ChildKverdict run =
        ChildKverdict.start(
            home, "it", List.of("-Dkverdict.home=" + home), Kverdict.class, words)) {
      deed.to(run, shared);
      int code = run.exitCode();
      long whole = files(shared, "whole").size();
      return new Row(part, tasks.size(), code, whole, left(run), run.printed());
    }
  }

  /** How many tasks of a run the scheduler still has. */
  private long left(ChildKverdict run) throws Exception {
    Matcher jobs = JOB.matcher(run.printed());
    long left = 0;
    while (jobs.find()) {
      left +=
          run(Path.of("squeue"), "-h", "-r", "-j", jobs.group(1))
              .lines()
              .filter(l -> !l.contains("error"))
              .count();
    }
    return left;
  }

  private static String job(ChildKverdict run) throws IOException {
    Matcher job = JOB.matcher(run.printed());
    assertThat(job.find()).isTrue();
    return job.group(1);
  }

  /** Waits until a shard is at work; returns its node. */
  private static String nodeOf(Path shared, int shard) {
    return await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> node(shared, shard), node -> !node.isEmpty());
  }

  private static String node(Path shared, int shard) throws IOException {
    for (Path file : files(shared, "attempts/" + shard)) {
      if (file.toString().endsWith(".node")) {
        return Files.readString(file).strip();
      }
    }
    return "";
  }

  private static void whole(Path shared, int shard) {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> files(shared, "whole").stream().anyMatch(f -> f.endsWith("" + shard)));
  }

  /** The files of a directory in the one run below a shared directory. */
  private static List<Path> files(Path shared, String directory) throws IOException {
    if (!Files.isDirectory(shared)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (Stream<Path> runs = Files.list(shared)) {
      for (Path run : runs.toList()) {
        Path inside = run.resolve(directory);
        if (Files.isDirectory(inside)) {
          try (Stream<Path> files = Files.list(inside)) {
            files.forEach(found::add);
          }
        }
      }
    }
    return found;
  }

  private void here(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(1, System.getenv(NeedsSlurm.VARIABLE));
    run(HERE, all.toArray(String[]::new));
  }

  private String run(Path program, String... words) throws Exception {
    List<String> argv = new ArrayList<>(List.of(program.toString()));
    argv.addAll(List.of(words));
    Path output = Files.createTempFile(folder, "output", "");
    new ProcessBuilder(argv)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
    return Files.readString(output);
  }
}
