package dev.kverdict.pool;

import dev.kverdict.InfraError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.model.Cell;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Event;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Saved machines in the store, leased until the campaign ends, and those that it discarded. */
final class KeptMachines implements AutoCloseable {

  /** Holds, instead of a machine, why there is none. */
  static final String REFUSED = "refused";

  /** Says of a machine that it is of no use. */
  private static final String DISCARDED = "discarded";

  private final Store store;
  private final Consumer<Event> events;
  private final Map<Key, Entry> leased = new HashMap<>();
  private final List<Entry> doomed = new ArrayList<>();
  private final Map<String, Key> named = new ConcurrentHashMap<>();
  private final Map<String, String> boots = new ConcurrentHashMap<>();
  private final Map<String, DiscardedMachine> discarded = new ConcurrentHashMap<>();
  private final Set<Key> givenUp = ConcurrentHashMap.newKeySet();

  KeptMachines(Store store, Consumer<Event> events) {
    this.store = store;
    this.events = events;
  }

  /** Returns whether the guest is known not to reach the point. */
  boolean refused(Key key) {
    Optional<Entry> known = store.find(key);
    try (Entry entry = known.orElse(null)) {
      return entry != null && Files.exists(entry.folder().resolve(REFUSED));
    }
  }

  /** Does without a machine for the rest of the campaign. */
  void giveUp(Key key) {
    givenUp.add(key);
  }

  boolean givenUp(Key key) {
    return givenUp.contains(key);
  }

  /**
   * Remembers a machine by its name in evidence.
   *
   * @param boot the name of the boot that it shares with others, or null
   */
  void name(String machine, @Nullable String boot, Key key) {
    named.put(machine, key);
    if (boot != null && !boot.equals(machine)) {
      boots.put(machine, boot);
    }
  }

  /** Returns the entry of a machine, made first if it is not there or was discarded. */
  Entry obtain(Key key, Store.Maker maker) {
    Entry entry = store.obtain(key, maker);
    if (useless(entry)) {
      store.discard(entry);
      entry = store.obtain(key, maker);
      if (useless(entry)) {
        entry.close();
        throw new InfraError("the snapshot was discarded, and another run still uses it");
      }
    }
    synchronized (leased) {
      Entry other = leased.putIfAbsent(key, entry);
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

  /**
   * Throws a machine away that did not restore: it is of no use to anybody, and this campaign's
   * trials boot. Evidence from it is kept under its name, under which nobody looks again.
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

  /**
   * Throws a machine away that showed what no boot shows, and the boot that it shares: others that
   * went on from there are judged by what they show themselves.
   */
  void discardWithBoot(String machine, Cell cell, String why) {
    discard(machine, cell, why);
    String boot = boots.get(machine);
    if (boot != null) {
      discard(boot, cell, "the boot of " + machine + ", which was discarded");
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

  /** The machines that were discarded, by name. */
  Map<String, DiscardedMachine> discarded() {
    return Map.copyOf(discarded);
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
