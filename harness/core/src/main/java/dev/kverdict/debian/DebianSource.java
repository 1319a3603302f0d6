package dev.kverdict.debian;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Kernel source from a Debian source package, unpacked without root. */
public final class DebianSource {

  private static final String STEP = "kernel-source";
  private static final int RECIPE = 1;

  private final Lane lane;
  private final Store store;
  private final PackageSupply<String> supply;

  /**
   * @param notes receives the kernel's name, and which version it is built from and why
   */
  public DebianSource(Lane lane, Store store, BiConsumer<String, String> notes) {
    this.lane = lane;
    this.store = store;
    this.supply = new PackageSupply<>(lane, store, notes);
  }

  /**
   * Returns the unpacked source of the requested version, or of the newest one. The newest is
   * determined once, so that a control and its variants have the same source.
   *
   * @param kernel the name of the kernel to build
   * @throws UserError if there is no such package, or not in that version
   */
  public Entry obtain(String kernel, KernelSource.Debian source) {
    String name = source.packageName();
    SourceWanted wanted = new SourceWanted(name, source.version(), fit -> kept(name, fit));
    return supply.take(
        kernel,
        wanted,
        (version, apt) ->
            store.obtain(key(name, version), directory -> unpack(name, version, apt, directory)));
  }

  private static Key key(String packageName, String version) {
    return Key.of(STEP, RECIPE, packageName, version);
  }

  /** Returns the newest suitable version of a package in the store. */
  private Optional<PackageSupply.Stored<String>> kept(String name, Predicate<String> fit) {
    PackageSupply.@Nullable Stored<String> newest = null;
    for (Entry entry : store.entries(STEP)) {
      String version = version(entry, name);
      if (!version.isEmpty() && fit.test(version) && entry.key().equals(key(name, version))) {
        newest =
            PackageSupply.newer(
                newest, new PackageSupply.Stored<>(version, version, List.of(entry)));
      } else {
        entry.close();
      }
    }
    return Optional.ofNullable(newest);
  }

  /** Returns the version of an entry made from this package; empty for another package. */
  private static String version(Entry entry, String name) {
    try {
      String text = SourceTree.origin(entry.folder());
      return text.startsWith(name + " ") ? text.substring(name.length() + 1) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private void unpack(String packageName, String version, Apt apt, Path directory)
      throws IOException {
    try (Scratch scratch = store.scratch()) {
      Path work = scratch.folder();
      Path archive =
          Debs.sourceArchive(lane, apt, packageName, version, work, "name a linux-source package");
      Path tree = Files.createDirectory(work.resolve("source"));
      Debs.run(
          lane,
          Command.of(tree, "tar", "-x", "--no-same-owner", "-f", archive.toString())
              .reading(archive)
              .writing(tree));
      List<Path> roots = Debs.matching(tree, "");
      if (roots.size() != 1) {
        throw new InfraError(packageName + " does not unpack into a single directory");
      }
      Files.move(roots.get(0), directory.resolve(SourceTree.TREE), StandardCopyOption.ATOMIC_MOVE);
      SourceTree.writeOrigin(directory, packageName + " " + version);
    }
  }
}
