package dev.kverdict.tree;

import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Digests;
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
import java.util.stream.Stream;

/** Kernel source from an archive, kept under the archive's digest. */
public final class TarballSource {

  private static final int RECIPE = 1;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Lane lane;
  private final Store store;

  public TarballSource(Lane lane, Store store) {
    this.lane = lane;
    this.store = store;
  }

  /**
   * Returns the files of an archive; one that was unpacked before need not be there any more.
   *
   * @param kernel the name of the kernel to build
   * @throws UserError if it is not the archive that the case means, or no kernel's
   */
  public Entry obtain(String kernel, KernelSource.Tarball source) {
    String where = "kernel %s, source/tarball: %s".formatted(kernel, source.file());
    return store.obtain(
        Key.of("tarball-source", RECIPE, source.sha256()),
        directory -> unpack(where, source, directory));
  }

  private void unpack(String where, KernelSource.Tarball source, Path directory)
      throws IOException {
    requireDigest(where, source);
    try (Scratch scratch = store.scratch()) {
      Path into = Files.createDirectory(scratch.folder().resolve("source"));
      // tar finds out itself how the archive is compressed. It leaves out what points outside.
      CommandResult result =
          lane.run(
              Command.of(
                      into,
                      "tar",
                      "-x",
                      "--no-same-owner",
                      "--no-same-permissions",
                      "-f",
                      source.file().toString())
                  .reading(source.file())
                  .writing(into)
                  .within(LIMIT));
      if (!result.ok()) {
        throw new UserError(
            where, "cannot be unpacked: " + result.summary(), "name a whole tar file");
      }
      Path top = top(into);
      String release = Release.of(where, top, "name an archive of Linux");
      if (Files.exists(top.resolve(SourceTree.OUTPUT), LinkOption.NOFOLLOW_LINKS)) {
        throw new UserError(
            where,
            "has a directory " + SourceTree.OUTPUT + " where kernels are built",
            "make an archive without it");
      }
      Files.move(top, directory.resolve(SourceTree.TREE), StandardCopyOption.ATOMIC_MOVE);
      SourceTree.writeOrigin(
          directory, "Linux %s, tarball %s".formatted(release, source.sha256().substring(0, 12)));
    }
  }

  private static void requireDigest(String where, KernelSource.Tarball source) {
    if (!Files.isRegularFile(source.file())) {
      throw new UserError(where, "there is no such file", "correct source/tarball:");
    }
    String found = Digests.ofFile(source.file());
    if (!found.equals(source.sha256())) {
      throw new UserError(
          where,
          "has the SHA-256 " + found + ", not " + source.sha256(),
          "correct tarball: or sha256:");
    }
  }

  /** Archives have all files in one directory, most often; git archive may leave it out. */
  private static Path top(Path into) throws IOException {
    try (Stream<Path> files = Files.list(into)) {
      List<Path> roots = files.limit(2).toList();
      boolean one = roots.size() == 1 && Files.isDirectory(roots.get(0), LinkOption.NOFOLLOW_LINKS);
      return one ? roots.get(0) : into;
    }
  }
}
