package dev.kverdict.build;

import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Copies source trees, patches them and runs make in them, for both routes to a kernel. */
record TreeWork(Lane lane, Store store, PatchApplier patches, Compilers compilers) {

  private static final Duration COPY = Duration.ofMinutes(10);

  TreeWork(Lane lane, Store store) {
    this(lane, store, new PatchApplier(lane), new Compilers(lane));
  }

  /** Copies a directory by hard links. */
  void link(Path from, Path to) {
    copy("-al", from, to);
  }

  /** Copies a directory with its bytes, because kbuild truncates files in place. */
  void copy(Path from, Path to) {
    copy("-a", from, to);
  }

  private void copy(String how, Path from, Path to) {
    var unused =
        lane.run(
                Command.of(
                        store.root(), "cp", how, "--reflink=auto", from.toString(), to.toString())
                    .reading(from)
                    .writing(to)
                    .within(COPY)
                    .asChore())
            .orThrow("cannot copy a kernel tree");
  }

  /**
   * Applies patches to a tree whose files are hard links, which are replaced.
   *
   * @param scratch a directory that takes the patches as files
   * @throws BuildStopped when one does not apply
   */
  void apply(Path tree, PatchSet set, Path scratch) {
    for (PatchSet.Unpacked patch : set.unpack(scratch.resolve("patches"))) {
      Optional<BuildOutcome> refused = patches.apply(tree, patch);
      if (refused.isPresent()) {
        throw new BuildStopped(refused.get());
      }
    }
  }

  /** Returns make in a tree, with its output appended to the log in a directory. */
  Kbuild kbuild(Path tree, Scratch scratch, Path directory, CompilerCache cache) {
    return new Kbuild(lane, tree, scratch.buildLock(), KernelArtefact.log(directory), cache);
  }

  /** Returns make in a patched tree, which only reads the compiler cache. */
  Kbuild kbuild(Path tree, Scratch scratch, Path directory) {
    return kbuild(tree, scratch, directory, CompilerCache.toRead(lane, store));
  }

  static String digests(List<Path> files) {
    return files.stream().map(Digests::ofFile).collect(Collectors.joining(" "));
  }
}
