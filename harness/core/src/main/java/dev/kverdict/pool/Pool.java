package dev.kverdict.pool;

import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Event;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Store;
import dev.kverdict.trial.MachineSaver;
import dev.kverdict.trial.TrialListener;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.QemuVersion;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The machines of a run: what they run on, what they resume from, and the trials in them. */
public final class Pool implements TrialMachines, AutoCloseable {

  private final Guests guests;
  private final Snapshots snapshots;
  private final AcceleratorChoice accelerators;
  private final String qemu;
  private final Attempts.Shared shared;
  private final Attempts.Watch watch;

  /**
   * @param pumps reads the channels of machines; starts each task at once
   * @param fresh whether trials run again whose evidence is in the store
   * @param patchedBoots between how many snapshots the trials of a patched kernel take turns
   */
  public Pool(
      Environment environment,
      Store store,
      Matrix matrix,
      Materials materials,
      RunFolder folder,
      Executor pumps,
      boolean fresh,
      int patchedBoots,
      Consumer<Event> events) {
    Lane lane = environment.lane();
    this.guests = new Guests(matrix, materials);
    this.qemu = QemuVersion.of(lane);
    Onlooker onlooker = new Onlooker(environment.onlooker());
    this.snapshots =
        new Snapshots(
            store,
            guests,
            new MachineSaver(lane, pumps, TrialListener.NONE),
            qemu,
            patchedBoots,
            onlooker,
            events);
    this.accelerators = new AcceleratorChoice(lane, store, guests, qemu, folder, pumps, events);
    this.shared =
        new Attempts.Shared(lane, guests, materials, snapshots, folder, pumps, onlooker, events);
    this.watch =
        new Attempts.Watch(
            new TrialArchive(store, qemu, fresh), environment.inspector(), TrialListener.NONE);
  }

  @Override
  public Accelerator accelerator(Cell cell, KernelArtefact kernel) {
    return accelerators.choose(cell, kernel);
  }

  @Override
  public TrialRuns trials(Cell cell, KernelArtefact kernel, Accelerator accelerator) {
    return new Attempts(shared, watch, cell, kernel, accelerator);
  }

  @Override
  public TrialRuns unattended(Cell cell, KernelArtefact kernel, Accelerator accelerator) {
    Attempts.Watch alone = new Attempts.Watch(watch.archive(), null, watch.listener());
    return new Attempts(shared, alone, cell, kernel, accelerator);
  }

  /** Returns trials that are measured, with their evidence in a separate store. */
  public TrialRuns measured(
      Cell cell,
      KernelArtefact kernel,
      Accelerator accelerator,
      Store evidence,
      TrialListener listener) {
    Attempts.Watch other = new Attempts.Watch(watch.archive().in(evidence), null, listener);
    return new Attempts(shared, other, cell, kernel, accelerator);
  }

  /** The parts of guests. */
  public Guests guests() {
    return guests;
  }

  /** QEMU's version, as it gives it itself. */
  public String qemuVersion() {
    return qemu;
  }

  /** The snapshots that were discarded, by name. */
  public Map<String, DiscardedMachine> discarded() {
    return snapshots.discarded();
  }

  @Override
  public void close() {
    snapshots.close();
  }
}
