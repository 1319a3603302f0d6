package dev.kverdict.pool;

import dev.kverdict.model.CaseParts;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.witness.ConsoleNotes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A trial that a script invents; its last call, {@link #on}, says what it resumed from. */
public final class ScriptedTrial {

  private final TrialId id;
  private final Outcome.Kind kind;
  private final String title;
  private String detail;
  private @Nullable String site;
  private List<Finding> findings = List.of();
  private Map<String, Long> hits = Map.of();
  private int tripped;

  private ScriptedTrial(TrialId id, Outcome.Kind kind, String title) {
    this.id = id;
    this.kind = kind;
    this.title = title;
    this.detail = title;
  }

  public static ScriptedTrial clean(TrialId id) {
    return new ScriptedTrial(id, Outcome.Kind.CLEAN, "");
  }

  /** A trial that crashes as the case says. */
  public static ScriptedTrial bug(TrialId id) {
    return new ScriptedTrial(id, Outcome.Kind.FAILED_AS_EXPECTED, CaseParts.BUG);
  }

  public static ScriptedTrial of(TrialId id, Outcome.Kind kind) {
    return new ScriptedTrial(id, kind, "a trial that is " + kind);
  }

  public ScriptedTrial detail(String text) {
    detail = text;
    return this;
  }

  public ScriptedTrial at(String place) {
    site = place;
    return this;
  }

  public ScriptedTrial finding(Finding... all) {
    findings = List.of(all);
    return this;
  }

  /** It counted executions, by the names of probes. */
  public ScriptedTrial counted(Map<String, Long> counts) {
    hits = counts;
    return this;
  }

  /** A condition held this often that the patch no longer asserts. */
  public ScriptedTrial tripped(int times) {
    tripped = times;
    return this;
  }

  /**
   * @param snapshot what it resumed from, or null when it booted
   */
  public Trial on(@Nullable String snapshot) {
    boolean clean = kind == Outcome.Kind.CLEAN;
    return new Trial(
        new Outcome(kind, title, detail, clean ? 4 : 2, clean, site, snapshot, findings, null),
        new Evidence(
            id,
            snapshot,
            new Ending(Ending.Kind.QUIT_BY_HOST, Phase.SETTLE, "settled", 1000, null),
            List.of(),
            new ConsoleNotes(List.of(), List.of(), tripped),
            agent(hits),
            List.of(),
            Map.of(),
            null));
  }

  private static AgentRecord agent(Map<String, Long> hits) {
    return new AgentRecord(
        true,
        "6.1",
        Map.of(),
        List.of(),
        0L,
        0L,
        List.of(),
        new AgentRecord.ProgramExit(0, 0),
        false,
        List.of(),
        List.of(),
        true,
        hits,
        List.of(),
        null,
        null,
        null,
        null,
        "",
        List.of());
  }
}
