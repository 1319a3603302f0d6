package dev.kverdict.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done about tasks that are lost; the real Slurm is in SlurmDrillTest. */
class ShardRunTest {

  @TempDir private Path folder;
  private final FakeSlurm slurm = new FakeSlurm();
  private final List<String> lines = new ArrayList<>();
  private SharedFolder shared;

  @BeforeEach
  void prepare() {
    shared = new SharedFolder(folder).prepared();
  }

  private ShardRun run(int shards) {
    List<Shard> all =
        IntStream.rangeClosed(1, shards).mapToObj(n -> new Shard(n, 60, 100)).toList();
    return new ShardRun(
        new Slurm(slurm, Map.of(), shared, new SlurmOptions("p", null), 2),
        shared,
        all,
        Limits.of(all, null),
        slurm,
        lines::add);
  }

  private void whole(int shard) {
    try {
      Files.createDirectory(shared.whole(shard));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void attempt(int shard, String name, String code, String log) {
    try {
      Path at = Files.createDirectories(folder.resolve("attempts/" + shard));
      Files.writeString(at.resolve(name + ".node"), "n1\n");
      Files.writeString(at.resolve(name + ".log"), log);
      if (!code.isEmpty()) {
        Files.writeString(at.resolve(name + ".code"), code + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void allIsWell() {
    slurm
        .submits(0, "sbatch: warning: be nice", "7")
        .shows("7|1|8|RUNNING|n1|None", "7|2|7|PENDING||Priority")
        .shows(() -> whole(1), "7|1|8|COMPLETED|n1|None", "7|2|7|RUNNING|n1|None")
        .shows(() -> whole(2), "7|1|8|COMPLETED|n1|None", "7|2|7|COMPLETED|n1|None");
    assertThat(run(2).run()).isEmpty();
    assertThat(slurm.calls().get(0))
        .startsWith("sbatch --parsable --job-name=kverdict ")
        .contains(" --array=1-2 ", " --requeue ", " --mem=100M ", " --time=15 ", " --partition=p ");
    assertThat(lines)
        .containsExactly(
            "Slurm job 7: shards 1-2, 15 min, 100 MiB each; to end it: scancel 7",
            "0 of 2 shards whole, 1 running, 1 waiting (Priority)",
            "1 of 2 shards whole, 1 running, 0 waiting",
            "2 of 2 shards whole, 0 running, 0 waiting");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NODE_FAIL     |     | its node failed on n1                      | --time=15 | --mem=100M
          PREEMPTED     |     | other work took its node on n1             | --time=15 | --mem=100M
          TIMEOUT       |     | it ran out of time on n1                   | --time=30 | --mem=100M
          TIMEOUT       | 143 | it ran out of time on n1                   | --time=30 | --mem=100M
          OUT_OF_MEMORY |     | it ran out of memory on n1                 | --time=15 | --mem=200M
          FAILED        |     | it was killed on n1                        | --time=15 | --mem=100M
          FAILED        | 137 | it was killed on n1, perhaps for want      | --time=15 | --mem=200M
          FAILED        | 143 | it was ended on n1                         | --time=15 | --mem=100M
          FAILED        | 4   | exit code 4 on n1: the disk ?is full       | --time=15 | --exclude=n1
          """)
  void whatIsLostIsSubmittedAgain(
      String state, String code, String why, String first, String second) {
    String left = code == null ? "" : code;
    slurm
        .submits(0, "7")
        .shows(
            () -> attempt(1, "8.0", left, "x\nthe disk \u001bis full\n\n"),
            "7|1|8|" + state + "|n1|None")
        .submits(0, "9")
        .shows(() -> whole(1), "9|1|9|COMPLETED|n2|None");
    assertThat(run(1).run()).isEmpty();
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("shard 1: " + why.replace('?', ' '))
                    .endsWith("; submitted again (try 2 of 3)"));
    assertThat(slurm.calls().get(1)).contains(" --array=1 ", first, second);
  }

  @Test
  void threeTimesAreEnough() {
    slurm.submits(0, "7").submits(0, "8").submits(0, "9");
    for (String job : List.of("7", "8", "9")) {
      slurm.shows(
          () -> attempt(1, job + ".0", "4", "no luck"), job + "|1|" + job + "|FAILED|n1|None");
    }
    assertThat(run(1).run())
        .containsExactly(Map.entry(1, "exit code 4 on n1: no luck (tried 3 times)"));
  }

  @Test
  void whatSlurmStartsAgainIsLeftToIt() {
    slurm
        .submits(0, "7")
        .shows("7|1|7|RUNNING|n1|None")
        .shows("7|1|7|PENDING||BeginTime")
        .shows(() -> whole(1), "7|1|7|COMPLETED|n2|None");
    assertThat(run(1).run()).isEmpty();
    assertThat(lines).contains("shard 1 was lost with node n1; Slurm starts it again");
    assertThat(slurm.calls()).filteredOn(call -> call.startsWith("sbatch")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CANCELLED |    | None | somebody cancelled it
          CANCELLED | 143 | None | somebody cancelled it
          FAILED    | 2  | None | exit code 2 on n1: said
          """)
  void whatNobodyWantsIsNotTriedAgain(String state, String code, String reason, String why) {
    slurm
        .submits(0, "7")
        .shows(
            () -> attempt(1, "7.0", code == null ? "" : code, "said"),
            "7|1|7|" + state + "|n1|" + reason);
    assertThat(run(1).run()).containsExactly(Map.entry(1, why));
  }

  @Test
  void aTaskThatSlurmForgotIsJudgedByItsFiles() {
    slurm.submits(0, "7").fails("slurm_load_jobs error: Invalid job id specified");
    whole(1);
    assertThat(run(1).run()).isEmpty();
  }

  @Test
  void aShardThatIsNotSeenYetIsWaitedFor() {
    slurm
        .submits(0, "7")
        .shows("7|1|7|COMPLETED|n1|None")
        .shows(() -> whole(1), "7|1|7|COMPLETED|n1|None");
    assertThat(run(1).run()).isEmpty();
    assertThat(lines).noneMatch(line -> line.contains("again"));
  }

  @Test
  void nodesThatSeeNothingEndItAtOnce() {
    slurm.submits(0, "7");
    for (int i = 0; i < 40; i++) {
      slurm.shows("7|1|8|FAILED|n1|NonZeroExitCode", "7|2|7|PENDING||Priority");
    }
    assertThatThrownBy(() -> run(2).run())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("node n1 left nothing there: it does not see the directory")
        .hasMessageContaining("--shared");
    assertThat(slurm.calls()).endsWith("scancel 7");
  }

  @ParameterizedTest
  @CsvSource({"PartitionTimeLimit, UserError", "(AssocMaxWallDurationPerJobLimit), UserError"})
  void whatWillNeverBeginEndsItAtOnce(String reason) {
    slurm.submits(0, "7").shows("7|1|7|PENDING||" + reason);
    assertThatThrownBy(() -> run(1).run())
        .isInstanceOf(UserError.class)
        .hasMessage(
            "--on slurm: it will never begin: "
                + reason.replaceAll("[()]", "")
                + "; change --partition, --account or --time");
  }

  @Test
  void aLaunchThatFailedIsOneMoreTry() {
    slurm
        .submits(0, "7")
        .shows("7|1|7|PENDING||launch failed requeued held")
        .submits(0, "8")
        .shows(() -> whole(1), "8|1|8|COMPLETED|n1|None");
    assertThat(run(1).run()).isEmpty();
    assertThat(slurm.calls()).contains("scancel 7_1");
  }

  @Test
  void whatIsRefusedIsSaid() {
    slurm.submits(
        1,
        "sbatch: error: invalid partition specified: x",
        "sbatch: error: Batch job submission failed: Invalid partition name specified");
    assertThatThrownBy(() -> run(1).run())
        .isInstanceOf(UserError.class)
        .hasMessage(
            "--on slurm: the job is refused: Invalid partition name specified; change --partition, --account, --time or --shards");
  }

  @Test
  void aControllerThatIsAwayIsWaitedFor() {
    slurm
        .submits(0, "7")
        .fails("slurm_load_jobs error: Unable to contact slurm controller (connect failure)")
        .shows(() -> whole(1), "7|1|7|COMPLETED|n1|None");
    assertThat(run(1).run()).isEmpty();
    assertThat(lines)
        .anyMatch(line -> line.startsWith("Slurm does not answer, and is asked again"));
  }

  @Test
  void aControllerThatStaysAwayIsNamed() {
    slurm.submits(0, "7");
    for (int i = 0; i < 100; i++) {
      slurm.fails("slurm_load_jobs error: Unable to contact slurm controller (connect failure)");
    }
    assertThatThrownBy(() -> run(1).run())
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("has not answered for 10 minutes")
        .hasMessageEndingWith("to end it: scancel 7");
  }

  @Test
  void aNodeIsTriedAgainWhereThereIsNoOther() {
    slurm
        .submits(0, "7")
        .shows(() -> attempt(1, "7.0", "4", "x"), "7|1|7|FAILED|n1|None")
        .submits(
            1,
            "sbatch: error: Batch job submission failed: Requested node configuration is not available")
        .submits(0, "8")
        .shows(() -> whole(1), "8|1|8|COMPLETED|n1|None");
    assertThat(run(1).run()).isEmpty();
    assertThat(slurm.calls().get(2)).startsWith("sbatch").doesNotContain("--exclude");
  }

  @Test
  void whatIsCancelledIsExactlyWhatWasSubmitted() {
    ShardRun run = run(1);
    slurm.submits(0, "7").shows(run::cancel, "7|1|7|RUNNING|n1|None");
    assertThatThrownBy(run::run).isInstanceOf(InfraError.class).hasMessage("interrupted");
    assertThat(slurm.calls()).endsWith("scancel 7");
    assertThat(run.words())
        .isEqualTo("0 of 1 shards are whole; its tasks are cancelled: Slurm job 7");
  }
}
