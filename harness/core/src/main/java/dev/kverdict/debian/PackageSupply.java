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
 * Gets what is asked for from wherever it can be had: by the system's lists of packages, by lists
 * of our own, or out of the store. What was taken once stays taken, so that a control and its
 * variants have one source.
 *
 * @param <P> what tells the packages that are taken
 */
final class PackageSupply<P> {

  private final OwnLists lists;
  private final Apt system;
  private final BiConsumer<String, String> notes;
  private final Map<String, Taken<P>> taken = new ConcurrentHashMap<>();
  private final Set<List<String>> said = ConcurrentHashMap.newKeySet();

  /**
   * @param notes told what is worth knowing of a kernel: its name, and the text
   */
  PackageSupply(Lane lane, Store store, BiConsumer<String, String> notes) {
    this.lists = new OwnLists(lane, store);
    this.system = Apt.ofSystem(lane, store);
    this.notes = notes;
  }

  /**
   * What was chosen.
   *
   * @param packages what tells its packages
   * @param text package and version, and why newer ones were not taken
   */
  record Choice<P>(P packages, String text) {}

  private record Taken<P>(Choice<P> choice, Apt apt) {}

  /**
   * What the store has.
   *
   * @param version the version of it
   * @param entries where it lies, leased until this is closed
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

  /** The newer of two that are kept; the other one's lease ends. */
  static <P> Stored<P> newer(@Nullable Stored<P> one, Stored<P> other) {
    if (one == null) {
      return other;
    }
    boolean first =
        new DebianVersion(one.version()).compareTo(new DebianVersion(other.version())) > 0;
    (first ? other : one).close();
    return first ? one : other;
  }

  /** What is asked for. */
  interface Wanted<P> {
    /** For an error: what of which version, if that is pinned. */
    String name();

    /** Whether one version is asked for, and no other will do. */
    boolean pinned();

    /**
     * Chooses a version.
     *
     * @throws UserError when none will do, by what the archive is known to have
     */
    Choice<P> choose(Archive archive);

    /** The newest that the store has and that will do, by archives that may not answer. */
    Optional<Stored<P>> stored(List<Archive> archives);
  }

  /**
   * Takes a version and uses it.
   *
   * @param use may be tried again with another version when its download fails, which is an {@link
   *     ArchiveError}
   * @throws UserError when the archive has nothing that will do
   * @throws InfraError when it cannot be reached, nor is there anything in the store
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
    return taking.attempt(system).orElseGet(taking::withOwnLists);
  }

  private void say(String kernel, String text) {
    if (said.add(List.of(kernel, text))) {
      notes.accept(kernel, text);
    }
  }

  /** One thing that is asked for, and what went wrong with it so far. */
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

    /** What a variant is made from was there for its control. */
    T again(Taken<P> known) {
      say(kernel, known.choice().text());
      try {
        return use.apply(known.choice().packages(), known.apt());
      } catch (ArchiveError e) {
        throw new InfraError(wanted.name() + " cannot be had again: " + e.getMessage(), e);
      }
    }

    /** Empty when these lists do not do. */
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
      // Also a build that fails has taken it.
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
        say(
            kernel,
            "the system's package lists do not do (" + problem + "): taking lists of our own");
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
                  ? "the package archive has nothing that will do: "
                  : "the package archive cannot be reached: ");
      if (kept.isPresent()) {
        return kept.get();
      }
      throw lacking && last != null ? last : outOfReach(first, refreshed);
    }

    /**
     * @param why why nothing newer is taken
     */
    Optional<T> fromStore(String why) {
      Optional<Stored<P>> found = wanted.stored(List.of(system, lists.apt()));
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (Stored<P> stored = found.get()) {
        String text = why + "taking " + stored.version() + " from the store";
        say(kernel, text);
        return using(new Choice<>(stored.packages(), text), system);
      }
    }

    private InfraError outOfReach(String first, OwnLists.Refreshed refreshed) {
      String update =
          refreshed.words().isEmpty()
              ? "went well, but " + words()
              : "failed: " + refreshed.words();
      return new InfraError(
          "%s cannot be had, nor is it in the store: %s; apt-get update with lists of our own %s;"
                  .formatted(wanted.name(), first, update)
              + " check the network and apt's sources, and start again when the archive is in"
              + " reach");
    }

    private String words() {
      return failure == null ? "" : String.valueOf(failure.getMessage());
    }
  }
}
