package dev.kverdict.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shards that are not what they have to be: each is named, and there is no verdict. */
@Timeout(120)
class ShardDamageTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path ran;

  @TempDir private Path folder;
  private PlayedCase played;
  private Path plan;
  private List<Path> left;

  /** Does something to the second of two shards, or to which directories are merged. */
  @FunctionalInterface
  private interface Damage {
    void to(Path shard, List<Path> all) throws IOException;
  }

  @BeforeAll
  static void run() throws IOException {
    PlayedCase once = new PlayedCase(ran).writeSmall();
    assertThat(once.shards(once.plan(2))).hasSize(2);
  }

  @BeforeEach
  void copy() throws IOException {
    played = new PlayedCase(folder);
    plan = copied(ran.resolve("plan-2"), folder.resolve("plan"));
    left = new ArrayList<>();
    for (String name : List.of("left-1", "left-2")) {
      left.add(copied(ran.resolve("plan-2." + name), folder.resolve(name)));
    }
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        of("shard 2 of 2 is missing: ", (shard, all) -> all.remove(shard)),
        of("shard 2 of 2 is missing: ", (shard, all) -> AtomicFiles.delete(shard)),
        of(
            "is there twice, also in",
            (shard, all) -> all.add(copied(shard, shard.resolveSibling("copy")))),
        of("did not come to its end", (shard, all) -> Files.delete(manifest(shard))),
        of("shard.json: is damaged", (shard, all) -> Files.writeString(manifest(shard), "{")),
        of("shard.json: is damaged", (shard, all) -> Files.writeString(manifest(shard), "null")),
        of("shard.json: is damaged", changed(json -> json.put("run", "../elsewhere"))),
        of("shard.json: is damaged", changed(json -> json.put("schema", 1))),
        of("shard.json: is damaged", changed(json -> json.put("more", 1))),
        of("shard.json: is damaged", changed(json -> json.putNull("host"))),
        of(
            "is of kverdict 0.9, and the plan of 1.2.3",
            changed(json -> json.put("kverdict", "0.9"))),
        of("is of another plan", changed(json -> json.put("plan", "0".repeat(64)))),
        of("is shard 7 of a plan of 2", changed(json -> json.put("number", 7))),
        of("is there twice, also in", changed(json -> json.put("number", 1))),
        of(
            "console.log was changed or damaged",
            (shard, all) ->
                Files.writeString(a(shard, "console.log"), "x", StandardOpenOption.APPEND)),
        of("agent.jsonl is missing", (shard, all) -> Files.delete(a(shard, "agent.jsonl"))),
        of("kernel.json is missing", (shard, all) -> Files.delete(a(shard, "kernel.json"))),
        of(
            "console.log is missing",
            (shard, all) -> {
              Path file = a(shard, "console.log");
              Files.createSymbolicLink(file, Files.move(file, shard.resolve("hidden")));
            }),
        of("../case/case.yaml is missing", changed(json -> file(json, "../case/case.yaml"))),
        of("is missing", changed(ShardDamageTest::withoutTrials)),
        of("the build of a is missing", changed(json -> json.putObject("builds"))),
        of(
            "it is the evidence of",
            forged(json -> ((ObjectNode) json.get("trial")).put("number", 9))),
        of("it ran another kernel", forged(json -> json.putObject("digests").put("kernel", "x"))),
        of(
            "it ran another program",
            forged(json -> ((ObjectNode) json.get("digests")).put("program", "x"))),
        of("cannot be read", forged(json -> json.put("schema", 4))),
        of(
            "its a is another kernel than in shard 1",
            changed(json -> ((ObjectNode) json.at("/builds/a/outcome")).put("digest", "another"))));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void eachIsNamed(String said, Damage damage) throws IOException {
    damage.to(left.get(1), left);
    assertThatThrownBy(() -> played.merged(plan, left, folder.resolve("run")))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining(said);
    assertThat(folder.resolve("run/result.json")).doesNotExist();
  }

  @Test
  void aPatchMayHaveHadAnotherNameWhenItsTrialRan() throws IOException {
    Damage renamed =
        forged(json -> ((ObjectNode) json.get("trial")).put("patch", "as-it-came-by-mail"));
    renamed.to(left.get(1), left);
    assertThat(played.merged(plan, left, folder.resolve("run")).verdicts()).isNotEmpty();
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() throws IOException {
    Files.delete(manifest(left.get(0)));
    Files.writeString(manifest(left.get(1)), "{");
    assertThatThrownBy(() -> played.merged(plan, left, folder.resolve("run")))
        .hasMessageContainingAll("left-1: holds no", "is damaged", "shard 1 of 2", "shard 2 of 2");
  }

  @Test
  void aPlanThatIsDamagedIsNone() throws IOException {
    Path blob;
    try (Stream<Path> files = Files.list(plan.resolve("files"))) {
      blob = files.findFirst().orElseThrow();
    }
    Files.writeString(blob, "x", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> played.shard(plan, 1, folder.resolve("again")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is damaged in the plan's files");
    Files.delete(blob);
    assertThatThrownBy(() -> played.merged(plan, left, folder.resolve("run")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is missing from the plan's files");
    Files.writeString(plan.resolve("plan.json"), "\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> played.shard(plan, 1, folder.resolve("more")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is of another plan than the plan.json beside it");
  }

  private static Arguments of(String said, Damage damage) {
    return Arguments.of(said, damage);
  }

  private static Path manifest(Path shard) {
    return shard.resolve("shard.json");
  }

  private static Damage changed(Consumer<ObjectNode> change) {
    return (shard, all) -> change(manifest(shard), change);
  }

  private static void change(Path file, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
    change.accept(json);
    JSON.writeValue(file.toFile(), json);
  }

  /** Changes the evidence of a trial, and its digest with it. */
  private static Damage forged(Consumer<ObjectNode> change) {
    return (shard, all) -> {
      Path file = a(shard, "a/first/1/trial.json");
      change(file, change);
      String name = shard.relativize(file).toString();
      change(
          manifest(shard),
          json -> ((ObjectNode) json.get("files")).put(name, Digests.ofFile(file)));
    };
  }

  private static void file(ObjectNode json, String name) {
    ((ObjectNode) json.get("files")).put(name, "0".repeat(64));
  }

  private static void withoutTrials(ObjectNode json) {
    ObjectNode files = (ObjectNode) json.get("files");
    List<String> names = new ArrayList<>();
    files.fieldNames().forEachRemaining(names::add);
    names.stream().filter(name -> name.contains("/trials/a/first/")).forEach(files::remove);
  }

  private static Path a(Path shard, String name) throws IOException {
    try (Stream<Path> all = Files.walk(shard)) {
      return all.filter(path -> path.endsWith(name)).sorted().findFirst().orElseThrow();
    }
  }

  private static Path copied(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
    return to;
  }
}
