package dev.kverdict.kernel;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
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
import java.util.concurrent.ConcurrentHashMap;

/** A stock kernel's packages, downloaded and unpacked without root, each version once. */
final class StockPackages {

  /** What modules are built against, in an entry of {@link #base}. */
  static final String TREE = "tree";

  /** The kernel as it boots, in an entry of {@link #base}. */
  static final String IMAGE = "image";

  private static final String ARCHIVE = "source.tar.xz";
  private static final int BASE_RECIPE = 1;
  private static final int SOURCE_RECIPE = 1;

  private final Lane lane;
  private final Store store;
  private final Map<String, DistroPackages> resolved = new ConcurrentHashMap<>();

  StockPackages(Lane lane, Store store) {
    this.lane = lane;
    this.store = store;
  }

  /** What apt would install today; asked once. */
  DistroPackages resolve(String imagePackage) {
    return resolved.computeIfAbsent(
        imagePackage, asked -> DistroPackages.resolve(asked, this::show));
  }

  private List<AptRecord> show(List<String> names) {
    List<String> argv = new ArrayList<>(List.of("show", "--"));
    argv.addAll(names);
    // Its exit code is not 0 as soon as one of them is unknown.
    return AptRecord.read(lane.run(AptCache.command(store, argv)).output());
  }

  /**
   * The kernel, its modules, and the headers laid out as a source tree with a build in it.
   *
   * @param missing told when they have to be downloaded
   */
  Entry base(DistroPackages packages, Runnable missing) {
    Key key = Key.of("stock", BASE_RECIPE, packages.image(), packages.version());
    return store.obtain(
        key,
        folder -> {
          missing.run();
          unpack(packages, folder);
        });
  }

  /** The source archive, still packed: of its 1.3 GB only a folder or two are needed. */
  Entry source(DistroPackages packages) {
    Key key = Key.of("stock-source", SOURCE_RECIPE, packages.source(), packages.version());
    return store.obtain(
        key,
        folder -> {
          try (Scratch scratch = store.scratch()) {
            Path work = scratch.folder();
            Path unpacked = Debs.fetch(lane, List.of(packages.exactly(packages.source())), work);
            List<Path> archives = Debs.matching(unpacked.resolve("usr/src"), ".tar.xz");
            if (archives.size() != 1) {
              throw new UserError(
                  "source package " + packages.source(),
                  "holds no single source archive below usr/src",
                  "name a kernel whose source package is packed with xz");
            }
            Files.move(archives.get(0), folder.resolve(ARCHIVE), StandardCopyOption.ATOMIC_MOVE);
          }
        });
  }

  /** Unpacks some folders of the source into a tree. */
  void unpack(Entry source, DistroPackages packages, Iterable<String> folders, Path tree) {
    List<String> argv =
        new ArrayList<>(
            List.of("tar", "-x", "--no-same-owner", "--strip-components=1", "-J", "-f"));
    argv.add(source.folder().resolve(ARCHIVE).toString());
    argv.add("--");
    folders.forEach(folder -> argv.add(packages.source() + "/" + folder));
    CommandResult result =
        lane.run(
            Command.of(tree, argv.toArray(String[]::new))
                .reading(source.folder().resolve(ARCHIVE))
                .writing(tree)
                .with(Map.of("XZ_DEFAULTS", "-T0"))
                .within(Debs.UNPACK));
    for (String folder : folders) {
      if (!Files.isDirectory(tree.resolve(folder), LinkOption.NOFOLLOW_LINKS)) {
        throw new UserError(
            "rebuild: " + folder,
            packages.exactly(packages.source()) + " has no such folder",
            "name a folder of its source: " + result.summary());
      }
    }
    if (!result.ok()) {
      throw new InfraError("cannot unpack the source: " + result.summary());
    }
  }

  private void unpack(DistroPackages packages, Path folder) throws IOException {
    try (Scratch scratch = store.scratch()) {
      Path root = Debs.fetch(lane, packages.binaries(), scratch.folder());
      layOutHeaders(packages, root, folder.resolve(TREE));
      layOutImage(packages, root, folder.resolve(IMAGE));
      AtomicFiles.write(folder.resolve("version"), packages.exactly(packages.image()) + "\n");
    }
  }

  /**
   * The flavour's headers become the build folder below the common ones, so that kbuild refers to
   * these by {@code ..}, wherever they lie, as in a tree of ours.
   */
  private static void layOutHeaders(DistroPackages packages, Path root, Path tree)
      throws IOException {
    Path sources = root.resolve("usr/src");
    Path kbuild = root.resolve("usr/lib").resolve(packages.kbuild());
    Path build = tree.resolve(Kbuild.OUTPUT);
    Files.move(sources.resolve(packages.common()), tree);
    Files.move(sources.resolve(packages.headers()), build);
    for (String shared : List.of("scripts", "tools")) {
      Files.deleteIfExists(tree.resolve(shared)); // links to where packages are installed
      Files.deleteIfExists(build.resolve(shared));
      Files.move(kbuild.resolve(shared), tree.resolve(shared));
      Files.createSymbolicLink(build.resolve(shared), Path.of("..", shared));
    }
    Files.writeString(build.resolve("Makefile"), "include ../Makefile\n");
  }

  private void layOutImage(DistroPackages packages, Path root, Path image) throws IOException {
    String release = packages.release();
    Path modules = root.resolve("lib/modules").resolve(release);
    Debs.run(
        lane,
        Command.of(root, "depmod", "-b", root.toString(), release).reading(root).writing(modules));
    Files.createDirectories(image);
    Files.move(modules, image.resolve("modules"));
    Path config = root.resolve("boot/config-" + release);
    if (!ConfigCheck.options(config).getOrDefault("PVH", "n").equals("y")) {
      throw new UserError(
          "image package " + packages.image(),
          "has no PVH entry (CONFIG_PVH), by which QEMU boots a kernel that is unpacked",
          "name another image");
    }
    Files.move(config, image.resolve("config"));
    BzImage.unpack(lane, root.resolve("boot/vmlinuz-" + release), image.resolve("vmlinux"));
  }
}
