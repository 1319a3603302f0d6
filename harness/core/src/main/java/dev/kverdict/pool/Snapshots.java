package dev.kverdict.pool;

import dev.kverdict.InfraError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.record.DiscardedMachine;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Saved machines, made when a trial first needs one, kept in the store, leased until the campaign
 * ends. The trials of a program take turns between several of each, so that what one boot happened
 * to do is not all that is known.
 */
final class Snapshots implements AutoCloseable {

  private static final int RECIPE = 2;

  /** Holds a machine's name. */
  private static final String NAME = "name";

  /** Says of a machine that it is of no use. */
  private static final String DISCARDED = "discarded";

  /** Holds, instead of a machine, why there is none. */
  private static final String REFUSED = "refused";

  private final Store store;
  private final Guests guests;
  private final MachineSaver saver;
  private final String qemu;
  private final int patchedBoots;
  private final Onlooker onlooker;
  private final Consumer<Event> events;
  private final Map<Key, Entry> leased = new HashMap<>();
  private final List<Entry> doomed = new ArrayList<>();
  private final Map<String, Key> named = new ConcurrentHashMap<>();
  private final Map<String, DiscardedMachine> discarded = new ConcurrentHashMap<>();
  private final Set<Key> givenUp = ConcurrentHashMap.newKeySet();
  private final Set<String> mountingFails = ConcurrentHashMap.newKeySet();

  /**
   * @param patchedBoots between how many machines the trials of a patched kernel take turns
   * @param onlooker is shown machines that are made
   */
  Snapshots(
      Store store,
      Guests guests,
      MachineSaver saver,
      String qemu,
      int patchedBoots,
      Onlooker onlooker,
      Consumer<Event> events) {
    this.store = store;
    this.guests = guests;
    this.saver = saver;
    this.qemu = qemu;
    this.patchedBoots = patchedBoots;
    this.onlooker = onlooker;
    this.events = events;
  }

  /**
   * Returns the snapshot that a trial resumes from, made first if it is not there; empty if the
   * trial has to boot.
   *
   * @param number the trial's number
   */
  Optional<SavedMachine> choose(Cell cell, KernelArtefact kernel, Preparation guest, int number) {
    Optional<Origin> origin = origin(cell, kernel, guest, number);
    while (origin.isPresent()) {
      Optional<SavedMachine> machine = machine(cell, origin.get(), guest);
      if (machine.isPresent()) {
        return machine;
      }
      origin = origin(cell, kernel, guest, number); // the next one: this one was refused
    }
    return Optional.empty();
  }

  /**
   * A snapshot that a trial may resume from, whether it exists already or not.
   *
   * @param key what it is known by in the store
   * @param point where it is saved
   */
  private record Origin(Key key, SnapshotPoint point) {}

  /**
   * Returns the next snapshot to try; empty if the trial has to boot. Where the control cannot be
   * saved after the mount, mounting is what fails: then the patched kernels mount in each trial,
   * too.
   *
   * @param number the trial's number
   */
  private Optional<Origin> origin(Cell cell, KernelArtefact kernel, Preparation guest, int number) {
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
    return switch (cell.program().running().snapshot()) {
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
    return cell.kernel().name() + " " + String.join(" ", cell.program().images());
  }

  private Key key(
      Cell cell, KernelArtefact kernel, Preparation guest, SnapshotPoint point, int number) {
    int boots = cell.patch() == null ? Counting.CONTROL_BOOTS : patchedBoots;
    return Key.of(
        "snapshot",
        RECIPE,
        guests.digests(cell, kernel).toString(),
        new TreeMap<>(kernel.buildIds()).toString(), // the agent reported them before the snapshot
        Guests.described(guest),
        qemu,
        point.name(),
        Integer.toString((number - 1) % boots + 1));
  }

  /** Returns whether the guest is known not to reach the point. */
  private boolean refused(Key key) {
    Optional<Entry> known = store.find(key);
    try (Entry entry = known.orElse(null)) {
      return entry != null && Files.exists(entry.folder().resolve(REFUSED));
    }
  }

  /** Returns the snapshot, made first if it is not there; empty if it cannot be made. */
  private Optional<SavedMachine> machine(Cell cell, Origin origin, Preparation guest) {
    try {
      Path folder = obtain(cell, origin, guest).folder();
      Path refusal = folder.resolve(REFUSED);
      if (!Files.exists(refusal)) {
        String name = Files.readString(folder.resolve(NAME)).strip();
        named.put(name, origin.key());
        return Optional.of(new SavedMachine(folder, name, origin.point()));
      }
      tell(origin, cell, Files.readString(refusal));
    } catch (IOException | InfraError e) {
      givenUp.add(origin.key());
      tell(origin, cell, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private Entry obtain(Cell cell, Origin origin, Preparation guest) {
    Store.Maker maker = folder -> save(cell, origin, guest, folder);
    Entry entry = store.obtain(origin.key(), maker);
    if (useless(entry)) {
      store.discard(entry);
      entry = store.obtain(origin.key(), maker);
      if (useless(entry)) {
        entry.close();
        throw new InfraError("the snapshot was discarded, and another run still uses it");
      }
    }
    synchronized (leased) {
      Entry other = leased.putIfAbsent(origin.key(), entry);
      if (other == null) {
        return entry;
      }
      entry.close();
      return other;
    }
  }

  /** Returns whether a former run discarded it and ended before it could remove it. */
  private boolean useless(Entry entry) {
    synchronized (leased) {
      return Files.exists(entry.folder().resolve(DISCARDED)) && !leased.containsKey(entry.key());
    }
  }

  private void save(Cell cell, Origin origin, Preparation guest, Path folder) throws IOException {
    long start = System.nanoTime();
    try {
      String name = name(origin);
      onlooker.watch(
          "%s, a snapshot %s".formatted(cell.kernelUnderTest(), origin.point().label()),
          saver.listener(),
          listener ->
              new MachineSaver(saver.lane(), saver.pumps(), listener)
                  .save(guest, origin.point(), name, folder));
      Files.writeString(folder.resolve(NAME), name + "\n");
      events.accept(
          new Event.MachineSaved(
              cell.kernelUnderTest(),
              origin.point().label(),
              (System.nanoTime() - start) / 1_000_000));
    } catch (NotSaved e) {
      Files.writeString(folder.resolve(REFUSED), String.valueOf(e.getMessage()));
    }
  }

  /** Two machines that were made in the same way may differ in what went wrong with them. */
  private static String name(Origin origin) {
    String unique = UUID.randomUUID().toString();
    return origin.key().digest().substring(0, 16) + "-" + unique.substring(0, 8);
  }

  /**
   * Throws a machine away that did not restore, or showed what no boot shows: it is of no use to
   * anybody, and this campaign's trials boot. Evidence from it is kept under its name, under which
   * nobody looks again.
   */
  void discard(String machine, Cell cell, String why) {
    Key key = named.get(machine);
    DiscardedMachine gone = new DiscardedMachine(cell.kernelUnderTest(), machine, why);
    if (key == null || discarded.putIfAbsent(machine, gone) != null) {
      return;
    }
    givenUp.add(key);
    events.accept(new Event.MachineDiscarded(gone.kernel(), machine, why));
    synchronized (leased) {
      Entry entry = leased.get(key);
      if (entry != null) {
        mark(entry);
        doomed.add(entry);
      }
    }
  }

  /** Other trials may be going on from it, so it is removed later; a killed harness leaves this. */
  private static void mark(Entry entry) {
    try {
      AtomicFiles.write(entry.folder().resolve(DISCARDED), "");
    } catch (IOException e) {
      throw new InfraError("cannot mark " + entry.key() + " as discarded: " + e.getMessage(), e);
    }
  }

  /** The snapshots that were discarded, by name. */
  Map<String, DiscardedMachine> discarded() {
    return Map.copyOf(discarded);
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
      leased.values().removeAll(doomed);
      leased.values().forEach(Entry::close);
      leased.clear();
      doomed.forEach(store::discard);
      doomed.clear();
    }
  }
}
