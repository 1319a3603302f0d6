package dev.kverdict.debian;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Lane;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gets packages through the system's package lists, separate lists, or the store, whichever works
 * first. A choice is kept, so that a control and its variants have the same source.
 *
 * @param <P> identifies the chosen packages
 */
final class PackageSupply<P> {

  private final OwnLists lists;
  private final @Nullable Apt system;
  private final BiConsumer<String, String> notes;
  private final Map<String, Taken<P>> taken = new ConcurrentHashMap<>();
  private final Set<List<String>> said = ConcurrentHashMap.newKeySet();

  /**
   * @param notes receives the name of what needs packages, and which were chosen and why
   */
  PackageSupply(Lane lane, Store store, BiConsumer<String, String> notes) {
    this(lane, store, null, notes);
  }

  /**
   * @param archive the only archive that counts, as a line of sources.list(5), or null for those of
   *     the system
   */
  PackageSupply(
      Lane lane, Store store, @Nullable String archive, BiConsumer<String, String> notes) {
    this.lists = new OwnLists(lane, store, archive);
    this.system = archive == null ? Apt.ofSystem(lane, store) : null;
    this.notes = notes;
  }

  /**
   * A choice of packages.
   *
   * @param packages identifies the packages
   * @param text package and version, and why newer ones were not taken
   */
  record Choice<P>(P packages, String text) {}

  private record Taken<P>(Choice<P> choice, Apt apt) {}

  /**
   * Packages in the store.
   *
   * @param version their version
   * @param entries their entries, leased until this is closed
   */
  record Stored<P>(P packages, String version, List<Entry> entries) implements AutoCloseable {
    Stored {
      entries = List.copyOf(entries);
    }

    @Override
    public void close() {
      entries.forEach(Entry::close);
    }
  }

  /** Returns the newer of two, and closes the other. */
  static <P> Stored<P> newer(@Nullable Stored<P> one, Stored<P> other) {
    if (one == null) {
      return other;
    }
    boolean first =
        new DebianVersion(one.version()).compareTo(new DebianVersion(other.version())) > 0;
    (first ? other : one).close();
    return first ? one : other;
  }

  /** A request for packages. */
  interface Wanted<P> {
    /** Returns the package, with its version if pinned, for messages. */
    String name();

    /** Returns whether only one version will do. */
    boolean pinned();

    /**
     * Chooses a version.
     *
     * @throws UserError if none will do, by what is known of the archive
     */
    Choice<P> choose(Archive archive);

    /** Returns the newest in the store that will do, by archives that may not answer. */
    Optional<Stored<P>> stored(List<Archive> archives);
  }

  /**
   * Takes a version and uses it.
   *
   * @param use uses the packages; called again with others after an {@link ArchiveError}
   * @throws UserError if the archive has nothing suitable
   * @throws InfraError if it cannot be reached, and the store has nothing suitable either
   */
  <T> T take(String kernel, Wanted<P> wanted, BiFunction<P, Apt, T> use) {
    Taking<T> taking = new Taking<>(kernel, wanted, use);
    Taken<P> known = taken.get(wanted.name());
    if (known != null) {
      return taking.again(known);
    }
    if (wanted.pinned()) {
      Optional<T> kept = taking.fromStore("");
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    return system == null
        ? taking.withOwnLists()
        : taking.attempt(system).orElseGet(taking::withOwnLists);
  }

  private void say(String kernel, String text) {
    if (said.add(List.of(kernel, text))) {
      notes.accept(kernel, text);
    }
  }

  /** A request in progress, with its last failure. */
  private final class Taking<T> {
    private final String kernel;
    private final Wanted<P> wanted;
    private final BiFunction<P, Apt, T> use;
    private @Nullable RuntimeException failure;

    Taking(String kernel, Wanted<P> wanted, BiFunction<P, Apt, T> use) {
      this.kernel = kernel;
      this.wanted = wanted;
      this.use = use;
    }

    /** Uses what was chosen before, such as for the control of a variant. */
    T again(Taken<P> known) {
      say(kernel, known.choice().text());
      try {
        return use.apply(known.choice().packages(), known.apt());
      } catch (ArchiveError e) {
        throw new InfraError(wanted.name() + " cannot be downloaded again: " + e.getMessage(), e);
      }
    }

    /** Tries these lists; empty if they fail. */
    Optional<T> attempt(Apt apt) {
      Choice<P> choice;
      try {
        choice = wanted.choose(apt);
      } catch (UserError | ArchiveError e) {
        failure = e;
        return Optional.empty();
      }
      say(kernel, choice.text());
      return using(choice, apt);
    }

    private Optional<T> using(Choice<P> choice, Apt apt) {
      // Recorded first: a failed build has chosen, too.
      taken.put(wanted.name(), new Taken<>(choice, apt));
      try {
        return Optional.of(use.apply(choice.packages(), apt));
      } catch (ArchiveError e) {
        taken.remove(wanted.name());
        failure = e;
        return Optional.empty();
      }
    }

    T withOwnLists() {
      String first = words();
      OwnLists.Refreshed refreshed = lists.refresh();
      if (refreshed.reached()) {
        String problem = first.replace(wanted.name() + ": ", "");
        if (system != null) {
          say(
              kernel,
              "the system's package lists cannot be used (" + problem + "): using separate lists");
        }
        Optional<T> got = attempt(lists.apt());
        if (got.isPresent()) {
          return got.get();
        }
      }
      boolean lacking = refreshed.complete() && failure instanceof UserError;
      RuntimeException last = failure;
      Optional<T> kept =
          fromStore(
              lacking
                  ? "the package archive has nothing suitable: "
                  : "the package archive cannot be reached: ");
      if (kept.isPresent()) {
        return kept.get();
      }
      throw lacking && last != null ? last : outOfReach(first, refreshed);
    }

    /**
     * @param why the reason why nothing newer is taken
     */
    Optional<T> fromStore(String why) {
      Optional<Stored<P>> found = wanted.stored(archives());
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (Stored<P> stored = found.get()) {
        String text = why + "taking " + stored.version() + " from the store";
        say(kernel, text);
        return using(new Choice<>(stored.packages(), text), system == null ? lists.apt() : system);
      }
    }

    private List<Archive> archives() {
      return system == null ? List.of(lists.apt()) : List.of(system, lists.apt());
    }

    private InfraError outOfReach(String first, OwnLists.Refreshed refreshed) {
      String update =
          refreshed.words().isEmpty()
              ? "went well, but " + words()
              : "failed: " + refreshed.words();
      return new InfraError(
          "cannot get %s, and it is not in the store: %s; apt-get update with separate lists %s;"
                  .formatted(
                      wanted.name(), first.isEmpty() ? "the case names an archive" : first, update)
              + " check the network and apt's sources, and start again when the archive can be"
              + " reached");
    }

    private String words() {
      return failure == null ? "" : String.valueOf(failure.getMessage());
    }
  }
}
