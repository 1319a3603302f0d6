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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Saved machines in the store, leased until the trials that need them are over, and those that the
 * campaign discarded.
 */
final class KeptMachines implements AutoCloseable {

  /** Holds, instead of a machine, why there is none. */
  static final String REFUSED = "refused";

  /** Says of a machine that it is of no use. */
  private static final String DISCARDED = "discarded";

  private final Store store;
  private final Consumer<Event> events;
  private final Map<Key, Lease> leased = new HashMap<>();
  private final Map<String, Key> named = new ConcurrentHashMap<>();
  private final Map<String, String> boots = new ConcurrentHashMap<>();
  private final Map<String, DiscardedMachine> discarded = new ConcurrentHashMap<>();
  private final Set<Key> givenUp = ConcurrentHashMap.newKeySet();

  /** A machine in use, and by which kernels' trials: those of the same code share it. */
  private static final class Lease {
    final Entry entry;
    final Set<String> kernels = new HashSet<>();
    boolean doomed;

    Lease(Entry entry) {
      this.entry = entry;
    }
  }

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

  /**
   * Returns the entry of a machine, made first if it is not there or was discarded.
   *
   * @param kernel the kernel whose trials need it, as {@code KERNEL} or {@code KERNEL/PATCH}
   */
  Entry obtain(Key key, String kernel, Store.Maker maker) {
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
      Lease lease = leased.get(key);
      if (lease == null) {
        lease = new Lease(entry);
        leased.put(key, lease);
      } else {
        entry.close();
      }
      lease.kernels.add(kernel);
      return lease.entry;
    }
  }

  /**
   * Gives back what nobody but this kernel's trials needs, because they are over. If there are more
   * after all, they take it again.
   */
  void release(String kernel) {
    synchronized (leased) {
      for (Lease lease : List.copyOf(leased.values())) {
        if (lease.kernels.remove(kernel) && lease.kernels.isEmpty()) {
          leased.remove(lease.entry.key());
          end(lease);
        }
      }
    }
  }

  private void end(Lease lease) {
    if (lease.doomed) {
      store.discard(lease.entry);
    } else {
      lease.entry.close();
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
      Lease lease = leased.get(key);
      if (lease != null) {
        mark(lease.entry);
        lease.doomed = true;
      } else {
        store.find(key).ifPresent(this::removeReleased);
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

  private void removeReleased(Entry entry) {
    mark(entry); // another run may use it
    store.discard(entry);
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
      leased.values().forEach(this::end);
      leased.clear();
    }
  }
}
