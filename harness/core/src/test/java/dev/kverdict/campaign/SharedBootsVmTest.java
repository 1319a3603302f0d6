package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.Event;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control of a kernel and its patches go on from the same boots. */
@Tag("vm")
class SharedBootsVmTest {

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("../../ci/ocfs2-extent-cache.yaml"));
  private static final String KERNEL = "debian-6.1-stock";

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path runs;

  private final Environment system = Environment.ofSystem();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private LinkedStore store;

  @BeforeEach
  void linkStore() throws IOException, InterruptedException {
    Set<String> made = new HashSet<>(LinkedStore.MACHINES);
    // Kernels that were built at different times may differ in more than a module.
    made.addAll(List.of("kernel", "module-disk"));
    store = LinkedStore.of(system, made);
  }

  @AfterEach
  void removeStore() throws IOException {
    store.close();
  }

  private RunResult run(String patch) {
    events.clear();
    CampaignOptions options =
        CampaignOptions.of(MATRIX)
            .selecting(new Selection(null, patch, "cow-bug-on"))
            .by(KernelChoice.STOCK)
            .writingTo(runs);
    try (Campaign campaign = Campaign.start(MATRIX, options, store.on(system), events::add)) {
      return campaign.finish();
    }
  }

  /** How many machines were saved, by kernel and stage. */
  private Map<String, Long> saved() {
    return events.stream()
        .filter(Event.MachineSaved.class::isInstance)
        .map(Event.MachineSaved.class::cast)
        .collect(
            Collectors.groupingBy(
                one -> one.kernel() + " " + one.point(), TreeMap::new, Collectors.counting()));
  }

  /** What the newest run's trials of a side say of themselves. */
  private List<JsonNode> inputs(String side) throws IOException {
    Path run;
    try (Stream<Path> all = Files.list(runs)) {
      run = all.sorted().reduce((a, b) -> b).orElseThrow();
    }
    try (Stream<Path> all =
        Files.walk(run.resolve("trials").resolve(side.replace('/', '+')).resolve("cow-bug-on"))) {
      List<JsonNode> read = new ArrayList<>();
      for (Path file : all.filter(path -> path.endsWith("trial.json")).toList()) {
        read.add(JSON.readTree(file.toFile()));
      }
      return read;
    }
  }

  /** What the run said of machines that were not as they should be. */
  private String notes() {
    return events.stream()
        .filter(event -> event instanceof Event.Note || event instanceof Event.MachineDiscarded)
        .map(Event::toString)
        .collect(Collectors.joining("\n"));
  }

  private Set<String> boots(String side) throws IOException {
    return inputs(side).stream()
        .map(trial -> trial.path("digests").path("boot").asText("none"))
        .collect(Collectors.toSet());
  }

  @Test
  void twoPatchesAndTheControlShareThreeBoots() throws IOException {
    Verdict first = verdict(run("v1-cow"));
    assertThat(saved())
        .isEqualTo(
            Map.of(
                KERNEL + " before-modules", 3L,
                KERNEL + " after-mount", 2L,
                KERNEL + "/v1-cow after-mount", 3L));
    Set<String> boots = boots(KERNEL + "/v1-cow");
    assertThat(boots).hasSize(3).doesNotContain("none");
    assertThat(boots(KERNEL)).isSubsetOf(boots);
    assertThat(first.kind()).isEqualTo(VerdictKind.FIXED);

    Verdict second = verdict(run("v2-move-extents"));
    assertThat(saved()).isEqualTo(Map.of(KERNEL + "/v2-move-extents after-mount", 3L));
    assertThat(boots(KERNEL + "/v2-move-extents")).as(notes()).isEqualTo(boots);
    assertThat(second.kind()).isEqualTo(VerdictKind.FIXED);

    // The patched module is the one that runs, and not even the trial that counts booted.
    for (Verdict verdict : List.of(first, second)) {
      assertThat(verdict.reached().answer()).isEqualTo(Reached.Answer.YES);
      assertThat(verdict.patched().restored()).isEqualTo(verdict.patched().trials());
    }
    assertThat(inputs(KERNEL + "/v2-move-extents"))
        .allSatisfy(trial -> assertThat(trial.path("snapshot").isTextual()).isTrue());
  }

  private static Verdict verdict(RunResult result) {
    return result.verdicts().stream().map(JudgedVerdict::verdict).findFirst().orElseThrow();
  }
}
