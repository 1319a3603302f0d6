package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.record.Event;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.report.EventLine;
import dev.kverdict.run.Environment;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials that go on from saved machines instead of booting. */
@Tag("vm")
class SnapshotVmTest {

  private static final String KERNEL = "debian-6.1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static LinkedStore store;

  @TempDir Path runs;

  private final List<String> events = new ArrayList<>();

  /** Other suites use the user's snapshots, and one is damaged here. */
  @BeforeAll
  static void linkStore() throws IOException, InterruptedException {
    KnownCases.build(KERNEL);
    store = LinkedStore.of(Environment.ofSystem(), LinkedStore.SNAPSHOTS);
  }

  @AfterAll
  static void removeStore() throws IOException {
    store.close();
  }

  /** Four trials a side, run anew. */
  private Verdict verdict(String patch, String program, CampaignOptions.Extra... extras)
      throws IOException {
    events.clear();
    store.forgetTrials();
    Selection part = new Selection(KERNEL + "/" + patch, null, program);
    return KnownCases.run(store.on(Environment.ofSystem()), runs, part, 4, this::heard, extras)
        .verdicts()
        .get(0)
        .verdict();
  }

  private synchronized void heard(Event event) {
    events.add(EventLine.of(event));
  }

  @Test
  void theControlFailsFromTwoSnapshotsAsItDoesFromBoots() throws IOException {
    Verdict restored = verdict("fixes-nothing", "stale-read");
    assertThat(restored.control()).as("%s", restored).isEqualTo(new Verdict.Tally(4, 4, 0, 4, 2));
    // Two of the four went on from the first machine, and as many boots bear them out.
    assertThat(restored.patched()).isEqualTo(new Verdict.Tally(6, 6, 0, 4, 3));
    Verdict booted = verdict("fixes-nothing", "stale-read", CampaignOptions.Extra.COLD);
    assertThat(booted.control()).isEqualTo(Verdict.Tally.booted(4, 4, 0));
    assertThat(booted.kind()).isEqualTo(restored.kind()).isEqualTo(VerdictKind.NOT_FIXED);
    assertThat(booted.title()).isEqualTo(restored.title());
  }

  @Test
  void guestsOfOneSnapshotDrawNumbersOfTheirOwn() throws IOException {
    verdict("right", "draws");
    List<String> drawn = new ArrayList<>();
    for (Path trial : trials(KERNEL, "draws")) {
      assertThat(snapshot(trial)).isNotNull();
      drawn.add(said(trial));
    }
    assertThat(drawn).hasSize(4).doesNotHaveDuplicates().allMatch(s -> s.matches("drew-\\w{32}"));
  }

  @Tag("long")
  @Test
  void whatCannotBeMountedIsSavedBeforeTheMount() throws IOException {
    Verdict verdict = verdict("right", "mount-fails");
    assertThat(verdict.kind()).isEqualTo(VerdictKind.CASE_ERROR);
    assertThat(verdict.title()).isEqualTo("mount:EINVAL");
    assertThat(verdict.control().restored()).isEqualTo(4);
    assertThat(trials(KERNEL, "mount-fails"))
        .allSatisfy(trial -> assertThat(trial.resolve("agent.jsonl")).content().contains("EINVAL"));
  }

  @Test
  void aSnapshotThatDoesNotRestoreIsDoneWithoutAndMadeAnew() throws IOException {
    verdict("right", "draws");
    String broken = snapshot(trials(KERNEL, "draws").get(0));
    overwrite(broken);

    Verdict without = verdict("right", "draws");
    assertThat(without.kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(events).anyMatch(line -> line.contains("the snapshot did not restore"));
    assertThat(without.control().trials()).isEqualTo(4);
    assertThat(without.control().restored()).isLessThan(4);

    assertThat(verdict("right", "draws").control().restored()).isEqualTo(4);
    assertThat(events).noneMatch(line -> line.contains("did not restore"));
  }

  /** As if it had been wrong when it was sealed: otherwise the store would notice. */
  private static void overwrite(String snapshot) throws IOException {
    Path all = store.root().resolve("snapshot");
    Path state;
    try (Stream<Path> entries = Files.list(all)) {
      state =
          entries
              .filter(entry -> entry.getFileName().toString().startsWith(snapshot.split("-")[0]))
              .findFirst()
              .orElseThrow()
              .resolve("state");
    }
    try (RandomAccessFile file = new RandomAccessFile(state.toFile(), "rw")) {
      file.write("no machine".getBytes(StandardCharsets.US_ASCII));
    }
    SavedState.of(state.getParent()).unseal();
  }

  /** The folders of the newest run's trials that counted, in their order. */
  private List<Path> trials(String kernel, String program) throws IOException {
    Path run;
    try (Stream<Path> all = Files.list(runs)) {
      run = all.sorted().reduce((a, b) -> b).orElseThrow();
    }
    try (Stream<Path> all = Files.list(run.resolve("trials").resolve(kernel).resolve(program))) {
      return all.sorted().toList();
    }
  }

  private static String snapshot(Path trial) throws IOException {
    JsonNode inputs = JSON.readTree(trial.resolve("trial.json").toFile());
    return inputs.path("snapshot").textValue();
  }

  private static String said(Path trial) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(trial.resolve("agent.jsonl"))) {
      JsonNode message = JSON.readTree(line);
      if (message.path("stream").asText().equals("err")) {
        text.append(message.path("text").asText());
      }
    }
    return text.toString().strip();
  }
}
