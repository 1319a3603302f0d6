package dev.kverdict.pool;

import dev.kverdict.UserError;
import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.campaign.DeadLane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.CaseParts;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.verdict.Counting;
import dev.kverdict.vm.Accelerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A kernel {@code k} of a run that no compiler builds and no machine runs: a script says what its
 * builds come to and what its trials show. All of it runs on the calling thread.
 */
public final class ScriptedKernel implements KernelBuilds, TrialMachines {

  /** Writes a part of a kernel that was built. */
  public interface Part {
    void write(Path directory) throws IOException;
  }

  private static final double CONFIDENCE = 0.95;

  private final KernelDef definition = CaseParts.kernel("k");
  private final Store store;
  private final Map<String, KernelBuild> builds = new ConcurrentHashMap<>();
  private final Map<String, UserError> damaged = new ConcurrentHashMap<>();
  private final Map<String, AppliedPatch> applied = new ConcurrentHashMap<>();
  private final Map<String, ScriptedRuns> runs = new ConcurrentHashMap<>();
  private final List<String> order = new CopyOnWriteArrayList<>();
  private final ScriptedRuns.Script script;
  private boolean sharing;
  private int number;
  private @Nullable String others;

  /** A kernel whose control is built. */
  public ScriptedKernel(Path folder, ScriptedRuns.Script script) {
    this.store = new Store(folder.resolve("store"), new DeadLane(), 1 << 20);
    this.script = script;
    controlIs("");
  }

  /** Builds the control anew, with some options set, a line each, and with these parts. */
  public ScriptedKernel controlIs(String config, Part... parts) {
    List<Part> all = new ArrayList<>(List.of(parts));
    all.add(directory -> Files.writeString(directory.resolve("config"), config));
    builds.put("", built("control", all));
    return this;
  }

  /** Has the build of the control come to something else. */
  public ScriptedKernel controlFails(BuildOutcome outcome) {
    builds.put("", KernelBuild.failed(outcome));
    return this;
  }

  /**
   * Builds the kernel with a patch.
   *
   * @param diff its effect, with whole files as context; empty for none
   */
  public ScriptedKernel patchIs(String patch, String diff, Part... parts) {
    List<Part> all = new ArrayList<>(List.of(parts));
    all.add(
        directory ->
            Files.writeString(
                KernelArtefact.changes(directory), diff, StandardCharsets.ISO_8859_1));
    builds.put(patch, built(patch, all));
    return this;
  }

  /** Builds the kernel with any patch that nothing else is said of, to the same effect. */
  public ScriptedKernel anyPatchIs(String diff) {
    others = diff;
    return this;
  }

  /** Has a patch be one that somebody's program damaged. */
  public ScriptedKernel patchThrows(String patch, UserError damage) {
    damaged.put(patch, damage);
    return this;
  }

  /** Has it known of a patch what the source would be with it. */
  public ScriptedKernel applies(String patch, AppliedPatch outcome) {
    applied.put(patch, outcome);
    return this;
  }

  /** Has the build with a patch come to something else. */
  public ScriptedKernel patchFails(String patch, BuildOutcome outcome) {
    builds.put(patch, KernelBuild.failed(outcome));
    return this;
  }

  private KernelBuild built(String name, List<Part> parts) {
    try (Entry entry =
        store.obtain(
            Key.of("kernel", 1, name, Integer.toString(number++)),
            into -> {
              KernelArtefact.write(into, new KernelArtefact.Facts(1, "6.1", Map.of(), name));
              for (Part part : parts) {
                part.write(into);
              }
            })) {
      return new KernelBuild(BuildOutcome.built(name), Optional.of(new KernelArtefact(entry)));
    }
  }

  /** Has trials that count resume from a boot that is shared. */
  public void sharesBoots() {
    sharing = true;
  }

  /** Its definition in the case. */
  public KernelDef definition() {
    return definition;
  }

  /** The kernel as a run has it, with an accelerator that is asked for. */
  public TestedKernel tested(boolean restoring) {
    return TestedKernel.build(
        definition, this, this, queue(), Accelerator.TCG, CaseParts.crash("cow"), restoring);
  }

  static MachineQueue queue() {
    return new MachineQueue(2, new HostBudget(100, 100_000), Runnable::run);
  }

  /** Everything that was built, asked or run, in order, such as {@code k/p cow #1 on m1}. */
  public List<String> ran() {
    return order;
  }

  /** The snapshots of a kernel and program that were discarded, with the reasons. */
  public Map<String, String> discarded(Cell cell) {
    return runsOf(cell).discarded;
  }

  @Override
  public KernelBuild control(KernelDef kernel) {
    return known("");
  }

  @Override
  public Optional<AppliedPatch> applied(KernelDef kernel, PatchDef patch) {
    order.add("apply " + patch.name());
    return Optional.ofNullable(applied.get(patch.name()));
  }

  @Override
  public KernelBuild patched(KernelDef kernel, PatchDef patch) {
    order.add("build " + patch.name());
    return known(patch.name());
  }

  private KernelBuild known(String patch) {
    UserError damage = damaged.get(patch);
    if (damage != null) {
      throw damage;
    }
    if (others != null && !builds.containsKey(patch)) {
      patchIs(patch, others);
    }
    KernelBuild build = builds.get(patch);
    if (build == null) {
      throw new AssertionError("the script has no patch " + patch);
    }
    return build;
  }

  @Override
  public Accelerator accelerator(Cell cell, KernelArtefact kernel) {
    order.add("accelerator by " + cell);
    return Accelerator.KVM;
  }

  @Override
  public TrialRuns trials(Side side, Accelerator accelerator) {
    return runsOf(side.cell());
  }

  @Override
  public TrialRuns unattended(Side side, Accelerator accelerator) {
    order.add("unattended " + side.cell());
    return runsOf(side.cell());
  }

  private ScriptedRuns runsOf(Cell cell) {
    int snapshots =
        cell.patch() == null ? Counting.CONTROL_BOOTS : Counting.patchedBoots(CONFIDENCE);
    ScriptedRuns known =
        runs.computeIfAbsent(cell.toString(), name -> new ScriptedRuns(order, snapshots, script));
    known.sharing = sharing;
    return known;
  }
}
