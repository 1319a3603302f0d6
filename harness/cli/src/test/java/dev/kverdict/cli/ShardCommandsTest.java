package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans, shards and merges as they are asked for. */
class ShardCommandsTest {

  private static final String CASE =
      """
      case: a
      kernels: {k: {source: {debian: linux-source-6.1}}}
      patches: {mine: {files: [mine.patch]}, yours: {files: [yours.patch]}}
      repros: {r: {source: r.c, fails: {crash: [x]}}}
      guards: {g: {source: r.c, steps: [done]}}
      """;

  private static final String PATCH = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+%s\n";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("case.yaml"), CASE);
    Files.writeString(folder.resolve("r.c"), "int main(void) { return 0; }\n");
    for (String patch : new String[] {"mine", "yours"}) {
      Files.writeString(folder.resolve(patch + ".patch"), PATCH.formatted(patch));
    }
  }

  private int run(String... arguments) {
    return Kverdict.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private String in(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aPlanIsForPeopleAndForJobs() throws IOException {
    assertThat(run("plan", in("case.yaml"), "--shards", "3", "--out", in("plan"))).isZero();
    assertThat(out.toString().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains("shard-", ".json: about ", " s: k/"));
    JsonNode plan = new ObjectMapper().readTree(folder.resolve("plan/plan.json").toFile());
    assertThat(plan.path("shards")).hasSize(3);
    assertThat(plan.path("shards").get(0).path("number").asInt()).isEqualTo(1);
    assertThat(plan.path("shards").get(0).path("file").asText()).isEqualTo("shard-1.json");
    assertThat(plan.path("shards").get(0).path("seconds").asLong()).isPositive();
    assertThat(plan.path("shards").get(0).path("memoryMiB").asInt()).isGreaterThan(1024);
    assertThat(folder.resolve("plan/shard-3.json")).exists();

    out.getBuffer().setLength(0);
    assertThat(run("plan", in("case.yaml"), "--json", "--out", in("jobs"))).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(new ObjectMapper().readTree(out.toString()).path("include"))
        .hasSize(4)
        .allSatisfy(
            job -> assertThat(folder.resolve("jobs").resolve(job.path("file").asText())).exists());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plan case.yaml --shards 0 --out x | --shards 0: is out of range",
        "plan case.yaml --out used | --out used: is not empty",
        "plan case.yaml --out x --budget 10m | --budget: ends a run wherever the time is up",
        "plan case.yaml --out x --budget 200trials | --budget: ends a run after a number of trials",
        "plan case.yaml --out x --patches many --stop-at 1 | --stop-at 1: ends a run as soon as",
        "plan case.yaml --out x --resume used | used: goes on from a run, and a plan begins none",
        "plan case.yaml --out x --hold | --hold: keeps a machine for a person to look at",
        "plan case.yaml --out x --accel hvf | --accel hvf: no such accelerator",
        "plan case.yaml --out x --patch no.patch | no.patch: cannot be read",
        "plan case.yaml --out x --patches used | holds no patch that could be judged",
        "plan case.yaml --out x --times used | events.jsonl",
        "plan nothing.yaml --out x | nothing.yaml",
        "plan tree.yaml --out x | cannot be moved to another machine",
        "shard used/shard-1.json --out x | shard-1.json",
        "shard case.yaml --out x | case.yaml: is damaged, or no shard",
        "shard case.yaml | Missing required option",
        "merge used case.yaml --out x | plan.json",
        "merge used --out x | Missing required parameter"
      })
  void aMistakeIsOneLine(String command, String said) throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("used")).resolve("file"), "");
    Files.createDirectory(folder.resolve("linux"));
    Files.writeString(
        folder.resolve("tree.yaml"), CASE.replace("debian: linux-source-6.1", "dir: linux"));
    String[] words = command.split(" ");
    for (int i = 1; i < words.length; i++) {
      boolean option = words[i].startsWith("--") || words[i].matches("[0-9]+(m|trials)?|hvf");
      words[i] = option ? words[i] : in(words[i]);
    }
    assertThat(run(words)).isEqualTo(2);
    assertThat(err.toString().replace(folder + "/", "")).contains(said);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aPlanHasThePatchesThatAreGiven() throws IOException {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (String patch : new String[] {"one", "two", "one_again"}) {
      Files.writeString(many.resolve(patch + ".patch"), PATCH.formatted(patch.substring(0, 3)));
    }
    assertThat(run("plan", in("case.yaml"), "--patches", in("many"), "--out", in("plan"))).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceFirst(".* s: ", "")))
        .containsExactlyInAnyOrder("k/one r, k/one g", "k/two r, k/two g");
    out.getBuffer().setLength(0);
    assertThat(
            run("plan", in("case.yaml"), "--patch", in("many/two.patch"), "--out", in("another")))
        .isZero();
    assertThat(out.toString()).contains("k/two r").doesNotContain("mine", "yours");
    JsonNode given =
        new ObjectMapper().readTree(folder.resolve("another/plan.json").toFile()).path("given");
    assertThat(given.path("patches")).hasSize(1);
    String digest = given.path("patches").get(0).path("files").get(0).path("digest").asText();
    assertThat(folder.resolve("another/files").resolve(digest))
        .hasSameTextualContentAs(many.resolve("two.patch"));
  }

  @Test
  void shardsThatAreMissingAreNoVerdict() throws IOException {
    assertThat(run("plan", in("case.yaml"), "--shards", "2", "--out", in("plan"))).isZero();
    out.getBuffer().setLength(0);
    Files.createDirectory(folder.resolve("left"));
    assertThat(run("merge", in("plan"), in("left"), "--out", in("run"))).isEqualTo(4);
    assertThat(err.toString().lines())
        .hasSize(3)
        .first()
        .asString()
        .contains("left: holds no shard.json: that shard did not come to its end");
    assertThat(err.toString()).contains("shard 1 of 2 is missing: ", "shard 2 of 2 is missing: ");
    assertThat(out.toString()).isEmpty();
  }
}
