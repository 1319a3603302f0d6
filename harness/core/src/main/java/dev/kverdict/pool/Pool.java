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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The machines of a run: what they run on, what they resume from, and the trials in them. */
public final class Pool implements TrialMachines, AutoCloseable {

  private final Guests guests;
  private final KeptMachines machines;
  private final AcceleratorChoice accelerators;
  private final String qemu;
  private final Attempts.Shared shared;
  private final Attempts.Watch watch;
  private final Consumer<Event> events;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

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
    this.events = events;
    this.qemu = QemuVersion.of(lane);
    this.machines = new KeptMachines(store, events);
    Onlooker onlooker = new Onlooker(environment.onlooker());
    Snapshots snapshots =
        new Snapshots(
            machines,
            guests,
            new MachineSaver(lane, pumps, TrialListener.NONE),
            qemu,
            patchedBoots,
            onlooker,
            events);
    this.accelerators = new AcceleratorChoice(lane, store, guests, qemu, folder, pumps, events);
    this.shared =
        new Attempts.Shared(
            lane, guests, materials, machines, snapshots, folder, pumps, onlooker, events);
    this.watch =
        new Attempts.Watch(
            new TrialArchive(store, qemu, fresh), environment.inspector(), TrialListener.NONE);
  }

  @Override
  public Accelerator accelerator(Cell cell, KernelArtefact kernel) {
    return accelerators.choose(cell, kernel);
  }

  @Override
  public TrialRuns trials(Side side, Accelerator accelerator) {
    String alone = guests.alone(side);
    if (!alone.isEmpty() && told.add(side.cell().kernelUnderTest())) {
      events.accept(
          new Event.Note(
              side.cell().kernelUnderTest() + " shares no boot with the control: " + alone));
    }
    return new Attempts(shared, watch, side, accelerator);
  }

  @Override
  public TrialRuns unattended(Side side, Accelerator accelerator) {
    Attempts.Watch alone = new Attempts.Watch(watch.archive(), null, watch.listener());
    return new Attempts(shared, alone, side, accelerator);
  }

  /** Returns trials that are measured, with their evidence in a separate store. */
  public TrialRuns measured(
      Side side, Accelerator accelerator, Store evidence, TrialListener listener) {
    Attempts.Watch other = new Attempts.Watch(watch.archive().in(evidence), null, listener);
    return new Attempts(shared, other, side, accelerator);
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
    return machines.discarded();
  }

  @Override
  public void close() {
    machines.close();
  }
}
