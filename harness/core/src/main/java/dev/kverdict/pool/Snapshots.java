package dev.kverdict.pool;

import dev.kverdict.InfraError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.model.Cell;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.record.Event;
import dev.kverdict.trial.MachineSaver;
import dev.kverdict.trial.NotSaved;
import dev.kverdict.trial.Preparation;
import dev.kverdict.trial.SavedMachine;
import dev.kverdict.trial.Stage;
import dev.kverdict.verdict.Counting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Saved machines, made when a trial first needs one. The trials of a program take turns between
 * several of each, so that what one boot happened to do is not all that is known. Guests that
 * differ in modules alone share their boots: each goes its own way from there, and is saved again
 * with its modules loaded.
 */
final class Snapshots {

  /** Holds a machine's name. */
  private static final String NAME = "name";

  /** Holds the name of the boot that a machine shares with others. */
  private static final String BOOT = "boot";

  private final KeptMachines kept;
  private final Guests guests;
  private final MachineSaver saver;
  private final String qemu;
  private final int patchedBoots;
  private final Onlooker onlooker;
  private final Consumer<Event> events;
  private final Set<String> mountingFails = ConcurrentHashMap.newKeySet();

  /**
   * @param patchedBoots between how many machines the trials of a patched kernel take turns
   * @param onlooker is shown machines that are made
   */
  Snapshots(
      KeptMachines kept,
      Guests guests,
      MachineSaver saver,
      String qemu,
      int patchedBoots,
      Onlooker onlooker,
      Consumer<Event> events) {
    this.kept = kept;
    this.guests = guests;
    this.saver = saver;
    this.qemu = qemu;
    this.patchedBoots = patchedBoots;
    this.onlooker = onlooker;
    this.events = events;
  }

  /**
   * Returns the snapshot that a trial resumes from, made first if it is not there; empty if the
   * trial has to boot. A trial that counts resumes from a boot that is shared, or from nothing: its
   * probes precede everything else.
   *
   * @param number the trial's number
   */
  Optional<SavedMachine> choose(Side side, Preparation guest, int number) {
    if (!guest.probes().isEmpty()) {
      return Stage.of(point(side.cell())).isEmpty()
          ? Optional.empty()
          : sharedBoot(side.cell(), guest, turn(side.cell(), number));
    }
    Optional<Origin> origin = origin(side, guest, number);
    while (origin.isPresent()) {
      Optional<SavedMachine> machine = machine(side.cell(), origin.get(), guest);
      if (machine.isPresent()) {
        return machine;
      }
      origin = origin(side, guest, number); // the next one: this one was refused
    }
    return Optional.empty();
  }

  /**
   * Returns the next snapshot to try; empty if the trial has to boot. Where the control cannot be
   * saved after the mount, mounting is what fails: then the patched kernels mount in each trial,
   * too.
   *
   * @param number the trial's number
   */
  private Optional<Origin> origin(Side side, Preparation guest, int number) {
    Cell cell = side.cell();
    String ingredients = guests.ingredients(cell, side.kernel());
    for (Stage stage : stages(cell)) {
      Origin origin = Origin.of(guest, ingredients, qemu, stage, turn(cell, number));
      if (kept.givenUp(origin.key())) {
        return Optional.empty();
      }
      if (!kept.refused(origin.key())) {
        return Optional.of(origin);
      }
      if (cell.patch() == null && stage == Stage.AFTER_MOUNT) {
        mountingFails.add(mounting(cell));
      }
    }
    return Optional.empty();
  }

  /** Returns which snapshot is a trial's turn. */
  private int turn(Cell cell, int number) {
    return (number - 1) % (cell.patch() == null ? Counting.CONTROL_BOOTS : patchedBoots) + 1;
  }

  private List<Stage> stages(Cell cell) {
    List<Stage> asked = Stage.of(point(cell));
    if (!asked.contains(Stage.AFTER_MOUNT)) {
      return asked;
    }
    if (mountingFails.contains(mounting(cell))) {
      return List.of(Stage.BEFORE_MOUNT);
    }
    return cell.patch() == null ? List.of(Stage.AFTER_MOUNT, Stage.BEFORE_MOUNT) : asked;
  }

  private static SnapshotPoint point(Cell cell) {
    return cell.program().running().snapshot();
  }

  private static String mounting(Cell cell) {
    return cell.kernel().name() + " " + String.join(" ", cell.program().images());
  }

  /** Returns the boot that a guest shares with others; empty if there is none to resume from. */
  private Optional<SavedMachine> sharedBoot(Cell cell, Preparation guest, int number) {
    if (guest.shared() == null) {
      return Optional.empty();
    }
    Origin origin = Origin.shared(guest, qemu, number);
    return kept.givenUp(origin.key()) || kept.refused(origin.key())
        ? Optional.empty()
        : machine(cell, origin, guest);
  }

  /** Returns the snapshot, made first if it is not there; empty if it cannot be made. */
  private Optional<SavedMachine> machine(Cell cell, Origin origin, Preparation guest) {
    try {
      Path folder = kept.obtain(origin.key(), into -> save(cell, origin, guest, into)).folder();
      Path refusal = folder.resolve(KeptMachines.REFUSED);
      if (!Files.exists(refusal)) {
        String name = Files.readString(folder.resolve(NAME)).strip();
        String boot = boot(origin, name, folder);
        kept.name(name, boot, origin.key());
        return Optional.of(new SavedMachine(folder, name, origin.stage(), boot));
      }
      tell(origin, cell, Files.readString(refusal));
    } catch (IOException | InfraError e) {
      kept.giveUp(origin.key());
      tell(origin, cell, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  /** Returns the name of the boot that a machine shares with others, which may be its own. */
  private static @Nullable String boot(Origin origin, String name, Path folder) throws IOException {
    Path file = folder.resolve(BOOT);
    return origin.stage() == Stage.BEFORE_MODULES
        ? name
        : Files.exists(file) ? Files.readString(file).strip() : null;
  }

  private void save(Cell cell, Origin origin, Preparation guest, Path folder) throws IOException {
    long start = System.nanoTime();
    String name = name(origin);
    boolean shared = origin.stage() == Stage.BEFORE_MODULES;
    try {
      if (shared) {
        watched(cell, origin, machine -> machine.saveShared(guest, name, folder));
      } else if (!parted(cell, origin, guest, name, folder)) {
        watched(cell, origin, machine -> machine.save(guest, origin.stage(), name, folder));
      }
      Files.writeString(folder.resolve(NAME), name + "\n");
      events.accept(
          new Event.MachineSaved(
              shared ? cell.kernel().name() : cell.kernelUnderTest(),
              origin.stage().label(),
              (System.nanoTime() - start) / 1_000_000));
    } catch (NotSaved e) {
      Files.writeString(folder.resolve(KeptMachines.REFUSED), String.valueOf(e.getMessage()));
    }
  }

  /** Shows a machine while it is made. */
  private void watched(Cell cell, Origin origin, Consumer<MachineSaver> save) {
    onlooker.watch(
        "%s, a snapshot %s".formatted(cell.kernelUnderTest(), origin.stage().label()),
        saver.listener(),
        listener -> save.accept(new MachineSaver(saver.lane(), saver.pumps(), listener)));
  }

  /**
   * Saves a guest that goes its own way from the boot that it shares. If it does not get so far, a
   * boot of its own tells whose fault that is.
   *
   * @return whether it was saved
   */
  private boolean parted(Cell cell, Origin origin, Preparation guest, String name, Path folder)
      throws IOException {
    Optional<SavedMachine> boot = sharedBoot(cell, guest, origin.number());
    if (boot.isEmpty()) {
      return false;
    }
    try {
      SavedMachine from = boot.get();
      watched(cell, origin, machine -> machine.save(guest, from, origin.stage(), name, folder));
      Files.writeString(folder.resolve(BOOT), boot.get().name() + "\n");
      return true;
    } catch (NotSaved e) {
      events.accept(
          new Event.Note(
              "%s boots for its snapshot %s: from a shared boot it did not get there: %s"
                  .formatted(cell.kernelUnderTest(), origin.stage().label(), e.getMessage())));
    } catch (InfraError e) {
      kept.discard(boot.get().name(), cell, String.valueOf(e.getMessage()));
    }
    empty(folder);
    return false;
  }

  private static void empty(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path file : files) {
      AtomicFiles.delete(file);
    }
  }

  /** Two machines that were made in the same way may differ in what went wrong with them. */
  private static String name(Origin origin) {
    String unique = UUID.randomUUID().toString();
    return origin.key().digest().substring(0, 16) + "-" + unique.substring(0, 8);
  }

  private void tell(Origin origin, Cell cell, String why) {
    events.accept(
        new Event.Note(
            "no snapshot of %s %s, trials do without: %s"
                .formatted(cell.kernelUnderTest(), origin.stage().label(), why)));
  }
}
