package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.record.Event;
import dev.kverdict.run.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is interrupted in the middle, killed, and started again. */
@Tag("vm")
class InterruptedRunVmTest {

  private static final String CASE = "../../ci/ocfs2-extent-cache.yaml";

  @TempDir private Path directory;

  private ChildKverdict verify(String name, String... more) throws IOException {
    List<String> words =
        List.of("verify", CASE, "--kernel", "unpatched", "--repro", "cow-bug-on", "--accel", "tcg");
    String[] all =
        Stream.of(words, List.of("--out", directory.resolve(name).toString()), List.of(more))
            .flatMap(List::stream)
            .toArray(String[]::new);
    return ChildKverdict.start(directory, name, Kverdict.class, all);
  }

  /** Returns whether this is a machine, not the question for QEMU's version. */
  private static boolean isMachine(ProcessHandle process) {
    return process.info().command().filter(c -> c.contains("qemu-system")).isPresent()
        && !temporary(List.of(process)).isEmpty();
  }

  /** The temporary directories that the machines of a run have in their command lines. */
  private static List<Path> temporary(List<ProcessHandle> family) {
    return family.stream()
        .flatMap(process -> process.info().arguments().stream().flatMap(Stream::of))
        .flatMap(word -> Stream.of(word.split("[=,:]", -1)))
        .filter(word -> word.matches("/tmp/kverdict[0-9]+/.*"))
        .map(word -> Path.of(word).subpath(0, 2))
        .map(path -> Path.of("/").resolve(path))
        .distinct()
        .toList();
  }

  private List<Event> events(String name) throws IOException {
    return EventLog.readLogged(file(name, "events.jsonl")).stream()
        .map(EventLog.Logged::event)
        .toList();
  }

  private Path file(String name, String file) throws IOException {
    try (Stream<Path> runs = Files.list(directory.resolve(name))) {
      return runs.findFirst().orElseThrow().resolve(file);
    }
  }

  private static List<Event.TrialEnded> trials(List<Event> events, boolean fromStore) {
    return events.stream()
        .filter(Event.TrialEnded.class::isInstance)
        .map(Event.TrialEnded.class::cast)
        .filter(trial -> trial.fromStore() == fromStore)
        .toList();
  }

  @Test
  void theSameCommandGoesOnFromWhereItWasInterrupted() throws Exception {
    // A number of trials that no other test asks for, and boots, which share nothing.
    String[] work = {"--trials", "3", "--cold", "--fresh", "--jobs", "1"};
    int done;
    try (ChildKverdict run = verify("first", work)) {
      run.awaitPrinted("FAILED_AS_EXPECTED");
      List<ProcessHandle> family = run.familyWith(InterruptedRunVmTest::isMachine);
      assertThat(family).as(run.printed()).isNotEmpty();
      List<Path> temporary = temporary(family);
      assertThat(temporary).isNotEmpty();
      run.send("INT");
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(130);
      assertThat(family).noneMatch(ChildKverdict::runs);
      assertThat(temporary).noneMatch(Files::exists);
      assertThat(run.printed())
          .contains("kverdict: 0 of 1 verdicts are known", "kverdict: go on with: kverdict verify")
          .doesNotContain("HOST_FAULT", "INFRA", "a bug in kverdict");
      done = trials(events("first"), false).size();
      assertThat(done).isPositive();
      assertThat(events("first")).noneMatch(Event.RunEnded.class::isInstance);
      JsonNode verdict = new ObjectMapper().readTree(file("first", "verdict.json").toFile());
      assertThat(verdict.path("partial").asBoolean()).isTrue();
      assertThat(verdict.path("verdicts").path(0).path("class").asText()).isEqualTo("UNDECIDED");
      assertThat(file("first", "report.html")).content().contains("the run was interrupted");
    }
    try (ChildKverdict run = verify("second", "--trials", "3", "--cold", "--jobs", "1")) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
      assertThat(run.printed()).contains("REPRODUCED");
      assertThat(trials(events("second"), true)).hasSizeGreaterThanOrEqualTo(done);
    }
  }

  @Tag("long")
  @Test
  void whatAKilledRunLeavesGoesWithTheNextStart() throws Exception {
    List<Path> temporary;
    try (ChildKverdict run = verify("killed", "--trials", "1", "--cold", "--fresh")) {
      List<ProcessHandle> family = run.familyWith(InterruptedRunVmTest::isMachine);
      temporary = temporary(family);
      assertThat(temporary).as(run.printed()).isNotEmpty();
      run.send("KILL");
      assertThat(run.exitCode()).isEqualTo(137);
      assertThat(temporary).allMatch(Files::exists);
    }
    try (ChildKverdict run = verify("next", "--trials", "1", "--cold")) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
      assertThat(temporary).noneMatch(Files::exists);
    }
  }
}
