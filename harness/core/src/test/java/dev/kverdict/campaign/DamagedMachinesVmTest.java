package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.Event;
import dev.kverdict.record.RunResult;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Saved machines that lie. Whatever is wrong with them, the verdicts are those of machines that are
 * right. {@code -Ddamage=all} has the whole first case be run with each kind of damage; without it
 * one patch meets those that once led to a wrong verdict, or would have.
 */
@Tag("vm")
class DamagedMachinesVmTest {

  private static final boolean ALL = "all".equals(System.getProperty("damage"));

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("../../ci/ocfs2-extent-cache.yaml"));

  @TempDir Path runs;

  private final Environment system = Environment.ofSystem();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private LinkedStore store;

  /** With the user's kernels. */
  @BeforeEach
  void linkStore() throws IOException, InterruptedException {
    store = LinkedStore.of(system, LinkedStore.SNAPSHOTS);
  }

  @AfterEach
  void removeStore() throws IOException {
    store.close();
  }

  private RunResult run() throws IOException {
    events.clear();
    store.forgetTrials();
    Selection part = ALL ? Selection.ALL : new Selection(null, "v2-move-extents", "cow-bug-on");
    CampaignOptions options = CampaignOptions.of(MATRIX).selecting(part).writingTo(runs);
    try (Campaign campaign = Campaign.start(MATRIX, options, store.on(system), events::add)) {
      return campaign.finish();
    }
  }

  /** What must not depend on a saved machine. */
  private static Map<String, String> said(RunResult result) {
    Map<String, String> said = new TreeMap<>();
    result
        .verdicts()
        .forEach(
            judged ->
                said.put(
                    judged.verdict().patch() + " " + judged.verdict().repro(),
                    judged.verdict().kind() + " " + judged.verdict().title()));
    for (ClaimResult claim : result.claims()) {
      said.put("claim " + claim.id(), claim.outcome().name());
    }
    return said;
  }

  private List<Path> machines() throws IOException {
    try (Stream<Path> entries = Files.list(store.root().resolve("snapshot"))) {
      return entries.filter(entry -> Files.exists(entry.resolve("state"))).sorted().toList();
    }
  }

  /** Damages every other machine by what its neighbour is. */
  private int damage(Damage how) throws IOException {
    List<Path> machines = machines();
    int damaged = 0;
    for (int i = how.ordinal() % 2; i < machines.size(); i += 2) {
      Path other = machines.get((i + 1) % machines.size());
      how.to(machines.get(i), other, new Random(how.ordinal() * 1000L + i));
      damaged++;
    }
    return damaged;
  }

  @Test
  void noDamageChangesAVerdict() throws IOException {
    Map<String, String> right = said(run());
    assertThat(right).containsEntry("v2-move-extents cow-bug-on", "FIXED ");
    assertThat(machines()).hasSizeGreaterThanOrEqualTo(5);
    List<Damage> kinds =
        ALL ? List.of(Damage.values()) : List.of(Damage.OLD_PAGES, Damage.MEMORY_OF_ANOTHER);
    List<String> wrong = new ArrayList<>();
    for (Damage how : kinds) {
      int damaged = damage(how);
      RunResult result = run();
      System.out.printf(
          "%-17s %d machines damaged, %d thrown away, %s trials, %s s: %s%n",
          how,
          damaged,
          result.discarded().size(),
          result.facts().trialsRun(),
          result.facts().seconds(),
          said(result).equals(right) ? "the same verdicts" : "OTHER VERDICTS " + said(result));
      result.discarded().forEach(machine -> System.out.println("    " + machine.reason()));
      if (!said(result).equals(right)) {
        wrong.add(how + ": " + said(result));
      }
    }
    assertThat(wrong).isEmpty();
  }
}
