package dev.kverdict.tree;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Kernel source from a directory, kept under the digest of its contents. What a build left in it is
 * no source: kbuild would refuse the tree, or take stale files for its own.
 */
public final class DirectorySource {

  private static final int RECIPE = 1;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String REMEDY = "name a directory with the source of Linux";

  /** What {@code make clean} removes anyway, and most of what a build leaves (top Makefile). */
  private static final Pattern BUILT =
      Pattern.compile(".*\\.(o|ko|a|o\\.d)|\\..*\\.cmd|\\.tmp_vmlinux.*");

  /** By any of these kbuild tells that a tree was built in (outputmakefile in the top Makefile). */
  private static final List<String> UNCLEAN =
      List.of(".config", "include/config", "arch/x86/include/generated");

  private final Lane lane;
  private final Store store;
  private final BiConsumer<String, String> notes;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /**
   * @param notes receives the kernel's name, and what of the directory does not count
   */
  public DirectorySource(Lane lane, Store store, BiConsumer<String, String> notes) {
    this.lane = lane;
    this.store = store;
    this.notes = notes;
  }

  /**
   * Returns the source in a directory, without what was built there.
   *
   * @param kernel the name of the kernel to build
   * @throws UserError if it is no kernel's, or cannot be read
   */
  public Entry obtain(String kernel, KernelSource.Directory source) {
    String where = "kernel %s, source/dir: %s".formatted(kernel, source.path());
    HostIo.get("cannot read " + source.path(), () -> Release.of(where, source.path(), REMEDY));
    Folder folder = Folder.read(where, source.path(), leftOut(source.path()));
    if (unclean(source.path()) && said.add(kernel)) {
      notes.accept(
          kernel,
          source.path()
              + " was built in; what make mrproper removes there is left out, its .config, too"
              + " (config/base: takes one)");
    }
    String digest = folder.digest(store);
    return store.obtain(
        Key.of("dir-source", RECIPE, digest), directory -> write(where, folder, digest, directory));
  }

  /** History is no source, nor is a build beside it, nor objects, which may be many GB. */
  private static Predicate<Path> leftOut(Path root) {
    boolean built =
        Stream.of(".config", "include/config")
            .anyMatch(file -> Files.exists(root.resolve(SourceTree.OUTPUT).resolve(file)));
    return path -> {
      String name = path.getFileName().toString();
      boolean top = path.getNameCount() == 1;
      return BUILT.matcher(name).matches()
          || (top && (name.equals(".git") || name.matches("vmlinux(\\..*)?")))
          || (top && built && name.equals(SourceTree.OUTPUT));
    };
  }

  private static boolean unclean(Path top) {
    return UNCLEAN.stream()
        .anyMatch(file -> Files.exists(top.resolve(file), LinkOption.NOFOLLOW_LINKS));
  }

  private void write(String where, Folder folder, String digest, Path directory)
      throws IOException {
    try (Scratch scratch = store.scratch()) {
      Path copy = Files.createDirectory(scratch.folder().resolve(SourceTree.TREE));
      folder.copy(copy, digest);
      String release = Release.of(where, copy, REMEDY);
      if (Files.exists(copy.resolve(SourceTree.OUTPUT), LinkOption.NOFOLLOW_LINKS)) {
        throw new UserError(
            where,
            "has a directory " + SourceTree.OUTPUT + " where kernels are built",
            "rename it");
      }
      if (unclean(copy)) {
        clean(where, copy);
      }
      Files.move(copy, directory.resolve(SourceTree.TREE), StandardCopyOption.ATOMIC_MOVE);
      SourceTree.writeOrigin(
          directory, "Linux %s, directory %s".formatted(release, digest.substring(0, 12)));
    }
  }

  /** The tree itself knows best what a build leaves in it. */
  private void clean(String where, Path copy) {
    CommandResult result =
        lane.run(
            Command.of(copy, "make", "-s", "ARCH=x86", "mrproper")
                .reading(copy)
                .writing(copy)
                .within(LIMIT));
    if (!result.ok() || unclean(copy)) {
      throw new UserError(
          where,
          "was built in, and make mrproper fails on a copy: " + result.summary(),
          "clean it: make mrproper");
    }
  }
}
