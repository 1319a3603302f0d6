package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.host.HostLane;
import dev.kverdict.model.Credits;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.run.EventLog;
import dev.kverdict.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures a launcher that only pretends to verify, and notes what it finds in its store. */
class BatchTimesTest {

  private static final List<String> FILES = List.of("a.patch", "b.patch", "c.patch", "d.patch");

  @TempDir private Path directory;

  private Path patches;
  private Path store;
  private BenchNotes notes;

  @BeforeEach
  void prepare() throws IOException {
    patches = Files.createDirectory(directory.resolve("patches"));
    for (String file : FILES) {
      Files.writeString(patches.resolve(file), file);
    }
    Files.writeString(patches.resolve(".hidden"), "no patch");
    Files.createDirectory(patches.resolve("series"));
    store = directory.resolve("cache/kverdict/v1");
    for (String entry : List.of("stock-tree/known", "trial/old", "kernel/old", "locks/trial/old")) {
      Files.createDirectories(store.resolve(entry));
    }
    Files.createDirectories(store.resolveSibling("apt/lists"));
    notes = new BenchNotes(event -> {});
  }

  private Map<String, Measurement> measure(int candidates, int alone) throws IOException {
    Path launcher = directory.resolve("launcher");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        for out; do :; done
        case "$*" in
          *unpatched*) which=control ;;
          *--patches*) which=batch ;;
          *) which=$(echo "$*" | sed 's/.*--patch [^ ]*\\/\\([a-d]\\).patch .*/\\1/') ;;
        esac
        mkdir "$out/run"
        cp "%s/$which.jsonl" "$out/run/events.jsonl"
        cd "$XDG_CACHE_HOME/kverdict"
        echo $which: $KVERDICT_STORE_LIMIT $(ls) $(ls v1) $(ls v1/trial 2>&1) >> %s
        mkdir -p v1/trial/$which v1/locks
        """
            .formatted(directory, directory.resolve("said")));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    BenchBatch batch = new BenchBatch(patches, candidates, alone);
    BenchOptions options =
        new BenchOptions(
            Set.of(BenchSection.BATCH),
            1,
            false,
            KernelChoice.AUTO,
            null,
            launcher,
            launcher,
            batch,
            directory.resolve("runs"));
    Environment environment = new Environment(new HostLane(), store, 1L << 40, null);
    RunFolder folder = RunFolder.create(directory.resolve("runs"), "bench");
    new BatchTimes(
            new RunStarter(environment.lane(), options, folder),
            environment,
            matrix(),
            batch,
            notes,
            folder)
        .measure();
    return notes.measurements().stream()
        .collect(Collectors.toMap(Measurement::name, Function.identity()));
  }

  private Matrix matrix() {
    Matrix.Parts none =
        new Matrix.Parts(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of());
    return new Matrix(
        "case",
        new Credits(null, null),
        directory.resolve("case.yaml"),
        directory,
        none,
        Defaults.BUILT_IN);
  }

  private void events(String run, List<Event> events) {
    try (EventLog log = EventLog.open(directory.resolve(run + ".jsonl"))) {
      events.forEach(event -> log.append(event, false));
    }
  }

  private static Event cell(VerdictKind verdict) {
    return new Event.CellDecided("k", "p", "cow", verdict, "because", 1);
  }

  private static Event trial(int number, boolean fromStore) {
    return new Event.TrialEnded(
        new TrialId("k", "p", "cow", TrialId.PLAIN, number),
        Outcome.Kind.CLEAN,
        "",
        1,
        fromStore,
        "");
  }

  private static Event candidate(String name) {
    return new Event.CandidateDecided(
        new Candidate(
            "k",
            name,
            name + ".patch",
            "",
            new Candidate.Judged(VerdictClass.FAIL, VerdictKind.NOT_FIXED, "cow", "bug", 1, 1)));
  }

  @Test
  void bothSidesBeginWithTheSameStoreAndTheirVerdictsAreCompared() throws IOException {
    events("control", List.of());
    events("a", List.of(trial(1, false), trial(2, true), cell(VerdictKind.NOT_FIXED)));
    events("c", List.of(trial(1, false), trial(2, false), cell(VerdictKind.HUNG)));
    events(
        "batch",
        List.of(trial(1, false), candidate("a"), candidate("b"), candidate("c"), candidate("d")));
    Map<String, Measurement> found = measure(0, 2);
    assertThat(found)
        .containsOnlyKeys(
            "a patch with a run of its own",
            "its trials",
            "a patch of the batch",
            "its trials, on average",
            "one by one, 2 patches",
            "in one batch, 4 patches",
            "batch : one by one",
            "the same verdict, of 2");
    assertThat(samples(found, "its trials")).containsExactly(1.0, 2.0);
    assertThat(samples(found, "its trials, on average")).containsExactly(0.25);
    assertThat(samples(found, "the same verdict, of 2")).containsExactly(1.0);
    assertThat(notes.notes())
        .containsExactly(
            "batch: c.patch: FAIL in the batch, by NOT_FIXED of cow; alone FAIL, with HUNG");
    double alone =
        found.get("a patch with a run of its own").samples().stream().mapToDouble(s -> s).sum();
    assertThat(samples(found, "one by one, 2 patches").get(0) * alone)
        .isCloseTo(2 * 3600, org.assertj.core.data.Offset.offset(1e-6));
    assertThat(Files.readAllLines(directory.resolve("said")))
        .containsExactly(
            "control: 999999 apt v1 stock-tree ls: cannot access 'v1/trial': No such file or"
                + " directory",
            "a: 999999 apt v1 locks stock-tree trial control",
            "batch: 999999 apt v1 locks stock-tree trial control",
            "c: 999999 apt v1 locks stock-tree trial a control");
    assertThat(store.resolve("tmp")).isEmptyDirectory();
    assertThat(store.resolve("trial")).isDirectoryContaining("glob:**old");
  }

  private static List<Double> samples(Map<String, Measurement> found, String name) {
    return found.get(name).samples();
  }

  @Test
  void aPartTakesSomeOfAll() {
    assertThat(BenchBatch.spread(List.of(1, 2, 3, 4, 5, 6), 3)).containsExactly(1, 3, 5);
    assertThat(BenchBatch.spread(List.of(1, 2, 3, 4, 5), 4)).containsExactly(1, 2, 3, 4);
    assertThat(BenchBatch.spread(List.of(1, 2), 0)).containsExactly(1, 2);
    assertThat(BenchBatch.spread(List.of(1, 2), 9)).containsExactly(1, 2);
  }

  @Test
  void withoutPatchesThereIsNothingToMeasure() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThatThrownBy(() -> new BenchBatch(empty, 0, 0).files())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds no file");
    assertThatThrownBy(() -> new BenchBatch(directory.resolve("none"), 0, 0).files())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--patches ");
  }
}
