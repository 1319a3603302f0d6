package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.matrix.SnapshotPoint;
import dev.kverdict.record.Event;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.trial.MachineSaver;
import dev.kverdict.trial.NotSaved;
import dev.kverdict.trial.Preparation;
import dev.kverdict.trial.SavedMachine;
import dev.kverdict.verdict.Counting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Saved machines, made when a trial first needs one, kept in the store, leased until the campaign
 * ends. The trials of a program take turns between several of each, so that what one boot happened
 * to do is not all that is known.
 */
final class Snapshots implements AutoCloseable {

  private static final int RECIPE = 2;

  /** Holds, instead of a machine, why there is none. */
  private static final String REFUSED = "refused";

  private final Store store;
  private final Guests guests;
  private final MachineSaver saver;
  private final String qemu;
  private final int patchedBoots;
  private final Consumer<Event> events;
  private final Map<Key, Entry> leased = new HashMap<>();
  private final Set<Key> givenUp = ConcurrentHashMap.newKeySet();
  private final Set<String> mountingFails = ConcurrentHashMap.newKeySet();

  /**
   * @param patchedBoots between how many machines the trials of a patched kernel take turns
   */
  Snapshots(
      Store store,
      Guests guests,
      MachineSaver saver,
      String qemu,
      int patchedBoots,
      Consumer<Event> events) {
    this.store = store;
    this.guests = guests;
    this.saver = saver;
    this.qemu = qemu;
    this.patchedBoots = patchedBoots;
    this.events = events;
  }

  /**
   * A machine that a trial goes on from, whether it was saved already or not.
   *
   * @param key what it is known by in the store
   * @param point where it is saved
   */
  record Origin(Key key, SnapshotPoint point) {
    String name() {
      return key.digest().substring(0, 16);
    }
  }

  /**
   * What a trial goes on from; nothing when it has to boot. Where the control cannot be saved after
   * the mount, mounting is what fails: then the patched kernels mount in each trial, too.
   *
   * @param number the trial's number
   */
  Optional<Origin> origin(Cell cell, KernelArtefact kernel, Preparation guest, int number) {
    for (SnapshotPoint point : points(cell)) {
      Origin origin = new Origin(key(cell, kernel, guest, point, number), point);
      if (givenUp.contains(origin.key())) {
        return Optional.empty();
      }
      if (!refused(origin.key())) {
        return Optional.of(origin);
      }
      if (cell.patch() == null && point == SnapshotPoint.AFTER_MOUNT) {
        mountingFails.add(mounting(cell));
      }
    }
    return Optional.empty();
  }

  private List<SnapshotPoint> points(Cell cell) {
    return switch (cell.program().snapshot()) {
      case NONE -> List.of();
      case BEFORE_MOUNT -> List.of(SnapshotPoint.BEFORE_MOUNT);
      case AFTER_MOUNT ->
          mountingFails.contains(mounting(cell))
              ? List.of(SnapshotPoint.BEFORE_MOUNT)
              : cell.patch() == null
                  ? List.of(SnapshotPoint.AFTER_MOUNT, SnapshotPoint.BEFORE_MOUNT)
                  : List.of(SnapshotPoint.AFTER_MOUNT);
    };
  }

  private static String mounting(Cell cell) {
    return cell.kernel().name() + " " + cell.program().image();
  }

  private Key key(
      Cell cell, KernelArtefact kernel, Preparation guest, SnapshotPoint point, int number) {
    int boots = cell.patch() == null ? Counting.CONTROL_BOOTS : patchedBoots;
    return Key.of(
        "snapshot",
        RECIPE,
        guests.digests(cell, kernel).toString(),
        new TreeMap<>(kernel.buildIds()).toString(), // the agent has told them already
        Guests.described(guest),
        qemu,
        point.name(),
        Integer.toString((number - 1) % boots + 1));
  }

  /** Whether the guest is known not to get to the point. */
  private boolean refused(Key key) {
    Optional<Entry> known = store.find(key);
    try (Entry entry = known.orElse(null)) {
      return entry != null && Files.exists(entry.folder().resolve(REFUSED));
    }
  }

  /** The saved machine, made first if it is not there; nothing when it cannot be made. */
  Optional<SavedMachine> machine(Cell cell, Origin origin, Preparation guest) {
    try {
      Path folder = obtain(cell, origin, guest).folder();
      Path refusal = folder.resolve(REFUSED);
      if (!Files.exists(refusal)) {
        return Optional.of(new SavedMachine(folder, origin.name(), origin.point()));
      }
      tell(origin, cell, Files.readString(refusal));
    } catch (IOException | InfraError e) {
      givenUp.add(origin.key());
      tell(origin, cell, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private Entry obtain(Cell cell, Origin origin, Preparation guest) {
    Entry entry = store.obtain(origin.key(), folder -> save(cell, origin, guest, folder));
    synchronized (leased) {
      Entry other = leased.putIfAbsent(origin.key(), entry);
      if (other == null) {
        return entry;
      }
      entry.close();
      return other;
    }
  }

  private void save(Cell cell, Origin origin, Preparation guest, Path folder) throws IOException {
    long start = System.nanoTime();
    try {
      saver.save(guest, origin.point(), folder);
      events.accept(
          new Event.MachineSaved(
              cell.kernelUnderTest(),
              origin.point().label(),
              (System.nanoTime() - start) / 1_000_000));
    } catch (NotSaved e) {
      Files.writeString(folder.resolve(REFUSED), String.valueOf(e.getMessage()));
    }
  }

  /** It did not restore: it is of no use to anybody, and this campaign's trials boot. */
  void discard(Origin origin, Cell cell, String why) {
    if (!givenUp.add(origin.key())) {
      return;
    }
    tell(origin, cell, why);
    Entry entry;
    synchronized (leased) {
      entry = leased.remove(origin.key());
    }
    if (entry != null) {
      store.discard(entry);
    }
  }

  private void tell(Origin origin, Cell cell, String why) {
    events.accept(
        new Event.Note(
            "no snapshot of %s %s, trials do without: %s"
                .formatted(cell.kernelUnderTest(), origin.point().label(), why)));
  }

  @Override
  public void close() {
    synchronized (leased) {
      leased.values().forEach(Entry::close);
      leased.clear();
    }
  }
}
