package dev.kverdict.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.CaseParts;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Running;
import dev.kverdict.pool.ScriptedKernel;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.RunFolder;
import dev.kverdict.verdict.Spared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparedControlTest {

  private static final ReproducerDef COW = CaseParts.crash("cow");
  private static final TrialId ANY = new TrialId("k", null, "cow", TrialId.PLAIN, 1);
  private static final String FILE = "fs/small/small.c";
  private static final String SOURCE =
      """
      void f(int x)
      {
      \tBUG_ON(x > 1);
      \tg(x);
      \tBUG_ON(x < 0);
      \tg(-x);
      \tBUG_ON(!x);
      \tg(0);
      \tBUG_ON(x == 1);
      \tg(1);
      \tBUG_ON(x == 0);
      \tg(2);
      }
      """;

  @TempDir private Path folder;
  private ScriptedKernel kernel;
  private RunFolder run;

  /** The line that fires in each kernel, by the order of their builds; then they live. */
  private final List<Integer> fires = new ArrayList<>();

  @BeforeEach
  void build() {
    run = RunFolder.create(folder.resolve("runs"), "case");
    Map<String, Integer> order = new HashMap<>();
    kernel =
        new ScriptedKernel(
                folder,
                (id, probes, snapshot) -> {
                  int build = order.computeIfAbsent(id.kernelUnderTest(), k -> order.size());
                  return build < fires.size()
                      ? ScriptedTrial.of(id, Outcome.Kind.FAILED_OTHERWISE)
                          .at(FILE + ":" + fires.get(build))
                          .on(snapshot)
                      : ScriptedTrial.clean(id).on(snapshot);
                })
            .controlIs(
                "",
                into -> {
                  Path file = into.resolve("source").resolve(FILE);
                  Files.createDirectories(file.getParent());
                  Files.writeString(file, SOURCE);
                })
            .anyPatchIs("");
  }

  private Spared spared(String... sites) {
    List<Outcome> control =
        Stream.of(sites).map(s -> ScriptedTrial.bug(ANY).at(s).on(null).outcome()).toList();
    return new SparedControl(run).spared(kernel.tested(true), COW, Spared.NONE, control);
  }

  @Test
  void oneAssertionIsTakenOut() {
    Spared spared = spared(FILE + ":3", FILE + ":3");
    assertThat(spared.outcomes()).hasSize(3).allMatch(o -> o.kind() == Outcome.Kind.CLEAN);
    assertThat(spared.how())
        .isEqualTo("the control ran 3 trials without the assertion at fs/small/small.c:3");
    assertThat(kernel.ran()).filteredOn(ran -> ran.startsWith("build")).hasSize(1);
    assertThat(kernel.ran()).as("all boot").noneMatch(ran -> ran.contains(" on m"));
  }

  @Test
  void eachThatFiresThenIsTakenOutToo() throws IOException {
    fires.addAll(List.of(7, 5));
    Spared spared = spared(FILE + ":3");
    assertThat(spared.outcomes()).hasSize(3).allMatch(o -> o.kind() == Outcome.Kind.CLEAN);
    assertThat(spared.how())
        .isEqualTo(
            "the control ran 3 trials without the assertions at fs/small/small.c:3,"
                + " fs/small/small.c:7, fs/small/small.c:5");
    assertThat(kernel.ran()).filteredOn(ran -> ran.startsWith("build")).hasSize(3);
    try (Stream<Path> files = Files.walk(run.path())) {
      assertThat(files.filter(file -> file.endsWith("spared.patch")))
          .as("one, two and three patches, as they were built")
          .hasSize(6);
    }
  }

  @Test
  void fourAreEnough() {
    fires.addAll(List.of(5, 7, 9, 11));
    Spared spared = spared(FILE + ":3");
    assertThat(spared.outcomes()).allMatch(o -> o.kind() == Outcome.Kind.FAILED_OTHERWISE);
    assertThat(kernel.ran()).filteredOn(ran -> ran.startsWith("build")).hasSize(4);
  }

  @Test
  void whatIsNoAssertionEndsIt() {
    fires.add(4);
    Spared spared = spared(FILE + ":3");
    assertThat(spared.how()).isEqualTo("what fired at fs/small/small.c:4 is no bare assertion");
    assertThat(spared.outcomes()).as("what was seen until then").hasSize(3);
  }

  @Test
  void aPlaceFromTheConsoleLeadsNowhereElse() {
    assertThat(spared("../../../../etc/passwd:3").how()).endsWith("is no bare assertion");
    assertThat(spared("/etc/passwd:3").how()).endsWith("is no bare assertion");
    assertThat(spared("ocfs2_f+0x10").how())
        .isEqualTo("no single place is known where the control died");
    assertThat(spared(FILE + ":3", FILE + ":5").how())
        .isEqualTo("no single place is known where the control died");
    assertThat(kernel.ran()).isEmpty();
  }

  @Test
  void aProgramWithoutAnImageHasNoBaseline() {
    SparedControl control = new SparedControl(run);
    assertThat(control.baseline(kernel.tested(true), COW).baseline()).hasSize(3);
    ReproducerDef bare =
        new ReproducerDef(
            "bare",
            COW.program(),
            Running.on(null, COW.timeout(), COW.running().snapshot()),
            COW.steps(),
            COW.fails(),
            COW.accepts());
    assertThat(control.baseline(kernel.tested(true), bare)).isEqualTo(Spared.NONE);
  }
}
