package dev.kverdict.debian;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.AtomicFiles;
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
  private static final String VERSION = "version";
  private static final int RECIPE = 1;

  private final Lane lane;
  private final Store store;
  private final PackageSupply<String> supply;

  /**
   * @param notes told which version a kernel is built from, and why: the kernel's name, and the
   *     text
   */
  public DebianSource(Lane lane, Store store, BiConsumer<String, String> notes) {
    this.lane = lane;
    this.store = store;
    this.supply = new PackageSupply<>(lane, store, notes);
  }

  /**
   * The unpacked source of the version that is asked for, or of the newest: of that which was the
   * newest when it was first asked for, so that a control and its variants have one source.
   *
   * @param kernel the name of the kernel that it is for
   * @throws UserError when there is no such package, or not in that version
   */
  public Entry obtain(String kernel, KernelSource.Debian source) {
    String name = source.packageName();
    SourceWanted wanted = new SourceWanted(name, source.version(), fit -> kept(name, fit));
    return supply.take(
        kernel,
        wanted,
        (version, apt) ->
            store.obtain(key(name, version), folder -> unpack(name, version, apt, folder)));
  }

  /** What an entry was made of: package and version. */
  public static String text(Entry source) throws IOException {
    return Files.readString(source.folder().resolve(VERSION)).strip();
  }

  private static Key key(String packageName, String version) {
    return Key.of(STEP, RECIPE, packageName, version);
  }

  /** The newest of a package that will do. */
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

  /** The version of an entry that was made of a package; empty for another package's. */
  private static String version(Entry entry, String name) {
    try {
      String text = text(entry);
      return text.startsWith(name + " ") ? text.substring(name.length() + 1) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private void unpack(String packageName, String version, Apt apt, Path folder) throws IOException {
    try (Scratch scratch = store.scratch()) {
      Path work = scratch.folder();
      Path unpacked = Debs.fetch(lane, apt, List.of(packageName + "=" + version), work);
      List<Path> archives = Debs.matching(unpacked.resolve("usr/src"), ".tar.xz");
      if (archives.size() != 1) {
        throw new UserError(
            "source package " + packageName,
            "holds no single source archive below usr/src",
            "name a linux-source package");
      }
      Path tree = Files.createDirectory(work.resolve("source"));
      Debs.run(
          lane,
          Command.of(tree, "tar", "-x", "--no-same-owner", "-J", "-f", archives.get(0).toString())
              .reading(archives.get(0))
              .writing(tree));
      List<Path> roots = Debs.matching(tree, "");
      if (roots.size() != 1) {
        throw new InfraError(packageName + " does not unpack into one folder");
      }
      Files.move(roots.get(0), folder.resolve(SourceTree.TREE), StandardCopyOption.ATOMIC_MOVE);
      AtomicFiles.write(folder.resolve(VERSION), packageName + " " + version + "\n");
    }
  }
}
