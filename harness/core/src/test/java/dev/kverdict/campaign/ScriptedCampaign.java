package dev.kverdict.campaign;

import dev.kverdict.evidence.LineEvidence;
import dev.kverdict.evidence.ReachedEvidence;
import dev.kverdict.evidence.SparedControl;
import dev.kverdict.evidence.TripwireTrials;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.model.CaseParts;
import dev.kverdict.model.Cell;
import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.Credits;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.ScriptedKernel;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.record.Event;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.RunFolder;
import dev.kverdict.sampling.CellTrials;
import dev.kverdict.store.Store;
import dev.kverdict.verdict.Canary;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A campaign of kernel {@code k} without builds and machines. The control fails under {@link #COW}
 * and {@link #STALE}, everything else is clean, unless a test says otherwise. All of it runs on the
 * calling thread.
 */
final class ScriptedCampaign {

  static final ReproducerDef COW = CaseParts.crash("cow");
  static final ReproducerDef STALE = CaseParts.check("stale");
  static final ReproducerDef MOVE = CaseParts.guard("move");

  /** A patch that deletes the assertion at {@link #SITE}. */
  static final String DELETED =
      """
      diff --git a/fs/small/small.c b/fs/small/small.c
      --- a/fs/small/small.c
      +++ b/fs/small/small.c
      @@ -1,5 +1,4 @@
       void f(int x)
       {
      -\tBUG_ON(x > 1);
       \tg(x);
       }
      """;

  static final String SITE = "fs/small/small.c:3";

  final List<Event> events = new CopyOnWriteArrayList<>();
  final ScriptedKernel kernel;
  final RunFolder run;
  final VerdictBoard board;
  final KernelRun kernelRun;
  private final Map<String, Function<TrialId, ScriptedTrial>> shows = new HashMap<>();
  private final ProbePoints points;

  /**
   * @param patched the programs that run with patch {@code p}; its cells are the campaign's
   */
  ScriptedCampaign(Path folder, ReproducerDef... patched) {
    this(folder, List.of("p"), 2, patched);
  }

  /**
   * @param patches the names of patches
   * @param first number of patched trials that run before any others
   * @param patched the programs that run with each of them; their cells are the campaign's
   */
  ScriptedCampaign(Path folder, List<String> patches, int first, ReproducerDef... patched) {
    kernel = new ScriptedKernel(folder, (id, probes, snapshot) -> trial(id).on(snapshot));
    patches.forEach(patch -> kernel.patchIs(patch, ""));
    run = RunFolder.create(folder.resolve("runs"), "case");
    points = new ProbePoints(new DeadLane(), new Store(folder.resolve("v1"), new DeadLane(), 1000));
    board =
        new VerdictBoard(
            patches.stream()
                .flatMap(patch -> Stream.of(patched).map(program -> cell(patch, program)))
                .toList());
    kernelRun =
        new KernelRun(
            kernel.tested(true),
            new CellTrials(options().plan(), first, 2, () -> false, events::add),
            new ReachedEvidence(points, Runnable::run),
            new TripwireTrials(run),
            new SparedControl(run),
            Runnable::run);
  }

  /** Has the trials of a kernel and program show something else, such as {@code k/p cow}. */
  ScriptedCampaign shows(String cell, Function<TrialId, ScriptedTrial> what) {
    shows.put(cell, what);
    return this;
  }

  private ScriptedTrial trial(TrialId id) {
    return shows
        .getOrDefault(id.kernelUnderTest() + " " + id.repro(), ScriptedCampaign::usual)
        .apply(id);
  }

  private static ScriptedTrial usual(TrialId id) {
    for (Canary canary : Canary.values()) {
      if (canary.program().name().equals(id.repro())) {
        return ScriptedTrial.of(id, canary.expected());
      }
    }
    boolean fails = id.patch() == null && !id.repro().equals(MOVE.name());
    return fails ? ScriptedTrial.bug(id).at(SITE) : ScriptedTrial.clean(id);
  }

  Cell cell(ReproducerDef program) {
    return cell("p", program);
  }

  private Cell cell(String patch, ReproducerDef program) {
    return new Cell(kernel.definition(), CaseParts.patch(patch), program);
  }

  static Matrix matrix(List<ClaimDef> claims, PatchDef... patches) {
    Map<String, PatchDef> named = new HashMap<>();
    List.of(patches).forEach(patch -> named.put(patch.name(), patch));
    Matrix.Parts parts =
        new Matrix.Parts(
            Map.of("k", CaseParts.kernel("k")),
            named,
            Map.of(),
            Map.of("cow", COW, "stale", STALE),
            Map.of("move", MOVE),
            claims);
    Path root = Path.of("/");
    return new Matrix(
        "case", new Credits(null, null), root.resolve("m.yaml"), root, parts, Defaults.BUILT_IN);
  }

  static CampaignOptions options(CampaignOptions.Extra... extras) {
    return new CampaignOptions(
        Selection.ALL, KernelChoice.AUTO, Defaults.BUILT_IN, null, Set.of(extras), Path.of("runs"));
  }

  CellJudge judge(CampaignOptions.Extra... extras) {
    Matrix matrix = matrix(List.of(), CaseParts.patch("p"));
    return new CellJudge(matrix, options(extras), board, board.cells(), events::add);
  }

  LineEvidence lines() {
    return new LineEvidence(points);
  }

  /** Has a cell decided as in a campaign. */
  void decide(CellJudge judge, ReproducerDef program) {
    board.decide(cell(program), () -> judge.judge(cell(program), kernelRun), Runnable::run);
  }

  /** The trials that ran, without self-test and builds, by the start of their names. */
  List<String> ran(String start) {
    return kernel.ran().stream().filter(name -> name.startsWith(start)).toList();
  }

  /** A source of trials, half of which fail. */
  static ScriptedTrial everyOther(TrialId id) {
    return id.number() % 2 == 0 ? ScriptedTrial.clean(id) : ScriptedTrial.bug(id);
  }
}
