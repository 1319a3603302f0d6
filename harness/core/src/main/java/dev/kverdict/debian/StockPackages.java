package dev.kverdict.debian;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.binary.BzImage;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.ConfigCheck;
import dev.kverdict.kernel.InstalledModules;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Downloads and unpacks a stock kernel's packages without root, each version once. */
public final class StockPackages {

  /** Directory of the bootable kernel in an entry of {@link #base}. */
  public static final String IMAGE = "image";

  /** However it is compressed: tar looks for itself. */
  private static final String ARCHIVE = "source.tar.xz";

  private static final String BASE = "stock";
  private static final int BASE_RECIPE = 3;
  private static final int SOURCE_RECIPE = 1;

  private final Lane lane;
  private final Store store;
  private final BiConsumer<String, String> notes;
  private final Map<String, PackageSupply<DistroPackages>> supplies = new ConcurrentHashMap<>();

  /**
   * @param notes receives the kernel's name, and which version is taken and why
   */
  public StockPackages(Lane lane, Store store, BiConsumer<String, String> notes) {
    this.lane = lane;
    this.store = store;
    this.notes = notes;
  }

  /**
   * Takes a stock kernel in the requested version, or the newest complete one.
   *
   * @param kernel the kernel's name
   * @param use uses the packages; called again with others if these cannot be downloaded
   */
  public <T> T take(
      String kernel, KernelSource.Distro source, BiFunction<DistroPackages, Apt, T> use) {
    StockWanted wanted = new StockWanted(source.imagePackage(), source.version(), this::kept);
    String archive = source.archive();
    return supplies
        .computeIfAbsent(
            String.valueOf(archive), key -> new PackageSupply<>(lane, store, archive, notes))
        .take(kernel, wanted, use);
  }

  /** Returns the newest suitable kernel whose binaries and source are both in the store. */
  private Optional<PackageSupply.Stored<DistroPackages>> kept(Predicate<DistroPackages> fit) {
    PackageSupply.@Nullable Stored<DistroPackages> newest = null;
    for (Entry base : store.entries(BASE)) {
      Optional<DistroPackages> packages = DistroPackages.read(base.folder()).filter(fit);
      Optional<Entry> source = packages.flatMap(found -> store.find(sourceKey(found)));
      if (packages.isEmpty() || source.isEmpty() || !base.key().equals(baseKey(packages.get()))) {
        base.close();
        source.ifPresent(Entry::close);
        continue;
      }
      PackageSupply.Stored<DistroPackages> found =
          new PackageSupply.Stored<>(
              packages.get(), packages.get().version(), List.of(base, source.get()));
      newest = PackageSupply.newer(newest, found);
    }
    return Optional.ofNullable(newest);
  }

  static Key baseKey(DistroPackages packages) {
    return Key.of(BASE, BASE_RECIPE, packages.image(), packages.version());
  }

  static Key sourceKey(DistroPackages packages) {
    return Key.of("stock-source", SOURCE_RECIPE, packages.source(), packages.version());
  }

  /**
   * Returns the kernel, its modules, and the headers laid out as a source tree with a build in it.
   *
   * @param missing called if they must be downloaded
   */
  public Entry base(DistroPackages packages, Apt apt, Runnable missing) {
    return store.obtain(
        baseKey(packages),
        directory -> {
          missing.run();
          unpack(packages, apt, directory);
        });
  }

  /** Returns the source archive, still packed: only a directory or two of its 1.3 GB are needed. */
  public Entry source(DistroPackages packages, Apt apt) {
    return store.obtain(
        sourceKey(packages),
        directory -> {
          try (Scratch scratch = store.scratch()) {
            Path archive =
                Debs.sourceArchive(
                    lane,
                    apt,
                    packages.source(),
                    packages.version(),
                    scratch.folder(),
                    "name a kernel whose source package has one");
            Files.move(archive, directory.resolve(ARCHIVE), StandardCopyOption.ATOMIC_MOVE);
          }
        });
  }

  /** Unpacks some directories of the source into a tree. */
  public void unpack(
      Entry source, DistroPackages packages, Iterable<String> directories, Path tree) {
    List<String> argv =
        new ArrayList<>(List.of("tar", "-x", "--no-same-owner", "--strip-components=1", "-f"));
    argv.add(source.folder().resolve(ARCHIVE).toString());
    argv.add("--");
    directories.forEach(directory -> argv.add(packages.source() + "/" + directory));
    CommandResult result =
        lane.run(
            Command.of(tree, argv.toArray(String[]::new))
                .reading(source.folder().resolve(ARCHIVE))
                .writing(tree)
                .withEnvironment(Map.of("XZ_DEFAULTS", "-T0"))
                .within(Debs.UNPACK));
    for (String directory : directories) {
      if (!Files.isDirectory(tree.resolve(directory), LinkOption.NOFOLLOW_LINKS)) {
        throw new UserError(
            "rebuild: " + directory,
            packages.exactly(packages.source()) + " has no such directory",
            "name a directory of its source: " + result.summary());
      }
    }
    var unused = result.orThrow("cannot unpack the source");
  }

  private void unpack(DistroPackages packages, Apt apt, Path directory) throws IOException {
    try (Scratch scratch = store.scratch()) {
      Path root = Debs.fetch(lane, apt, packages.binaries(), scratch.folder());
      Path tree = directory.resolve(SourceTree.TREE);
      if (packages.builtHeaders()) {
        layOutBuild(packages, root, tree);
      } else {
        layOutHeaders(packages, root, tree);
      }
      layOutImage(packages, root, directory.resolve(IMAGE));
      packages.write(directory);
    }
  }

  /**
   * Moves the flavour's headers to the build directory below the common ones, so that kbuild refers
   * to these by {@code ..}, as in a tree built from source.
   */
  private static void layOutHeaders(DistroPackages packages, Path root, Path tree)
      throws IOException {
    Path sources = root.resolve("usr/src");
    Path kbuild = root.resolve("usr/lib").resolve(packages.kbuild());
    Path build = tree.resolve(SourceTree.OUTPUT);
    Files.move(sources.resolve(packages.common()), tree);
    Files.move(sources.resolve(packages.headers()), build);
    for (String shared : List.of("scripts", "tools")) {
      Files.deleteIfExists(tree.resolve(shared)); // links to the installed packages
      Files.deleteIfExists(build.resolve(shared));
      Files.move(kbuild.resolve(shared), tree.resolve(shared));
      Files.createSymbolicLink(build.resolve(shared), Path.of("..", shared));
    }
    Files.writeString(build.resolve("Makefile"), "include ../Makefile\n");
  }

  /** Ubuntu's headers of a flavour are a build directory with links to the common ones in it. */
  private void layOutBuild(DistroPackages packages, Path root, Path tree) throws IOException {
    Path sources = root.resolve("usr/src");
    Path build = tree.resolve(SourceTree.OUTPUT);
    Files.move(sources.resolve(packages.common()), tree);
    Files.move(sources.resolve(packages.headers()), build);
    Debs.run(
        lane,
        Command.of(build, "find", ".", "-type", "l", "-delete").reading(build).writing(build));
    Files.writeString(build.resolve("Makefile"), "include ../Makefile\n");
  }

  private void layOutImage(DistroPackages packages, Path root, Path image) throws IOException {
    String release = packages.release();
    Path modules = root.resolve("lib/modules").resolve(release);
    Path merged = root.resolve("usr/lib/modules").resolve(release);
    if (!Files.isDirectory(modules) && Files.isDirectory(merged)) {
      Files.createDirectories(root.resolve("lib/modules"));
      Files.move(merged, modules);
    }
    InstalledModules installed = new InstalledModules(lane);
    String failure = installed.unpack(modules);
    if (!failure.isEmpty()) {
      throw new InfraError("cannot unpack " + packages.text() + ": " + failure);
    }
    installed.list(root, release);
    Files.createDirectories(image);
    Files.move(modules, image.resolve("modules"));
    Path config = root.resolve("boot/config-" + release);
    if (!ConfigCheck.options(config).getOrDefault("PVH", "n").equals("y")) {
      throw new UserError(
          "image package " + packages.image(),
          "has no PVH entry (CONFIG_PVH), which QEMU needs to boot an uncompressed kernel",
          "name another image");
    }
    Files.move(config, image.resolve("config"));
    BzImage.unpack(lane, root.resolve("boot/vmlinuz-" + release), image.resolve("vmlinux"));
  }
}
