package dev.kverdict.capsule;

import dev.kverdict.HostIo;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.CampaignOptions.Extra;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.campaign.Part;
import dev.kverdict.campaign.RunCase;
import dev.kverdict.campaign.Selection;
import dev.kverdict.campaign.Terms;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.run.Environment;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import dev.kverdict.vm.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The trials of a capsule, run again on this host. They share nothing with other runs here: what
 * the capsule brings lies in a store of its own, which goes when this is closed.
 */
public final class Replay implements AutoCloseable {

  private final Scratch scratch;
  private final Store store;
  private final Capsule capsule;
  private final CapsuleMachines machines;
  private final Matrix matrix;

  private Replay(
      Scratch scratch, Store store, Capsule capsule, CapsuleMachines machines, Matrix matrix) {
    this.scratch = scratch;
    this.store = store;
    this.capsule = capsule;
    this.machines = machines;
    this.matrix = matrix;
  }

  /**
   * Reads a capsule and checks every file in it.
   *
   * @param file the capsule
   * @throws dev.kverdict.UserError if it is none, or damaged, or holds what none may hold
   * @throws dev.kverdict.InfraError if there is no room for it
   */
  public static Replay open(Path file, Environment environment) {
    Scratch scratch = environment.openStore().scratch();
    try {
      return open(file, environment, scratch);
    } catch (RuntimeException | Error e) {
      scratch.close();
      throw e;
    }
  }

  private static Replay open(Path file, Environment environment, Scratch scratch) {
    Path unpacked = directory(scratch, "capsule");
    Capsule capsule = Capsule.read(file, unpacked);
    Store store =
        new Store(scratch.folder().resolve("store"), environment.lane(), environment.storeLimit());
    CapsuleMachines machines = new CapsuleMachines(capsule, store);
    try {
      Manifest manifest = capsule.manifest();
      Matrix bare =
          new CapsuleCase(manifest.matrix(), manifest.patch(), directory(scratch, "case"))
              .matrix(machines.programs());
      Matrix matrix = manifest.patches().in(bare, capsule.bundle());
      HostIo.run("cannot remove " + unpacked, () -> AtomicFiles.delete(unpacked));
      return new Replay(scratch, store, capsule, machines, matrix);
    } catch (RuntimeException | Error e) {
      machines.close();
      throw e;
    }
  }

  private static Path directory(Scratch scratch, String name) {
    Path directory = scratch.folder().resolve(name);
    try {
      return Files.createDirectory(directory);
    } catch (IOException e) {
      throw HostIo.failed(e);
    }
  }

  /** Returns the case, as far as the capsule has it. */
  public Matrix matrix() {
    return matrix;
  }

  /** Returns the cell as tables name it. */
  public String cell() {
    return capsule.manifest().cell();
  }

  /**
   * Returns the options of the run.
   *
   * @param jobs how many machines run at once
   * @param accelerator the accelerator, or by null what this host can do
   * @param runs the directory below which the run leaves its own
   */
  public CampaignOptions options(int jobs, @Nullable Accelerator accelerator, Path runs) {
    RunCase.Effort effort = capsule.manifest().matrix().effort();
    Set<Extra> extras = EnumSet.of(Extra.NO_EXPECT);
    if (effort.cold()) {
      extras.add(Extra.COLD);
    }
    if (effort.tripwire()) {
      extras.add(Extra.TRIPWIRE);
    }
    boolean control = capsule.manifest().patch() == null;
    return new CampaignOptions(
        control ? new Selection(Selection.UNPATCHED, null, null) : Selection.ALL,
        KernelChoice.AUTO,
        new Defaults(effort.trials(), effort.maxTrials(), null, effort.confidence(), jobs),
        accelerator,
        extras,
        runs);
  }

  /**
   * Returns the part of the case that is judged, on the kernels of the capsule.
   *
   * @param watched the place where it runs, with whoever looks on
   */
  public Terms terms(Environment watched) {
    return Terms.USUAL
        .doing(new Part(Set.copyOf(capsule.manifest().cells()), false))
        .from(
            (host, folder, events) ->
                new CapsuleSource(machines, matrix, watched, store, folder, events));
  }

  /**
   * Compares what the run came to with what is expected.
   *
   * @param run its directory
   * @param kverdict the version that is running
   */
  public Comparison compare(RunResult result, Path run, String kverdict) {
    Manifest manifest = capsule.manifest();
    JudgedVerdict judged =
        result.verdicts().stream()
            .filter(one -> CellName.of(one.verdict()).equals(manifest.cell()))
            .findFirst()
            .orElseThrow();
    RunCase.Program program =
        manifest.matrix().programs().stream()
            .filter(one -> one.name().equals(manifest.program()))
            .findFirst()
            .orElseThrow();
    Expected shown =
        new Trials(run, result).of(judged.verdict(), CapsuleCase.program(program, matrix.root()));
    String accelerator =
        Objects.requireNonNullElse(result.facts().accelerators().get(manifest.kernel()), "none");
    Manifest.Host now = new Manifest.Host(kverdict, result.facts().qemu(), accelerator);
    return Comparison.of(manifest.host(), manifest.expected(), now, shown);
  }

  @Override
  public void close() {
    machines.close();
    scratch.close();
  }
}
