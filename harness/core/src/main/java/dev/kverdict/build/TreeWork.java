package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
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

/** What both ways to a kernel do with a source tree: copy it, patch it, run make in it. */
final class TreeWork {

  private static final Duration COPY = Duration.ofMinutes(10);

  private final Lane lane;
  private final Store store;
  private final PatchApplier patches;
  private final Compilers compilers;

  TreeWork(Lane lane, Store store) {
    this.lane = lane;
    this.store = store;
    this.patches = new PatchApplier(lane);
    this.compilers = new Compilers(lane);
  }

  Lane lane() {
    return lane;
  }

  Store store() {
    return store;
  }

  /** A copy of a folder whose files are links to the same bytes. */
  void link(Path from, Path to) {
    copy("-al", from, to);
  }

  /** A copy of a folder with bytes of its own, because kbuild truncates files in place. */
  void copy(Path from, Path to) {
    copy("-a", from, to);
  }

  private void copy(String how, Path from, Path to) {
    CommandResult result =
        lane.run(
            Command.of(store.root(), "cp", how, "--reflink=auto", from.toString(), to.toString())
                .reading(from)
                .writing(to)
                .within(COPY)
                .asChore());
    if (!result.ok()) {
      throw new InfraError("cannot copy a kernel tree: " + result.summary());
    }
  }

  /**
   * Applies patches to a tree whose files are links; they are replaced.
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

  /** Make in a tree, its output added to a log in a folder. */
  Kbuild kbuild(Path tree, Scratch scratch, Path folder, CompilerCache cache) {
    return new Kbuild(lane, tree, scratch.buildLock(), KernelArtefact.log(folder), cache);
  }

  /** The same for what comes of a patch. */
  Kbuild kbuild(Path tree, Scratch scratch, Path folder) {
    return kbuild(tree, scratch, folder, CompilerCache.toRead(lane, store));
  }

  /** The compilers of the lane. */
  Compilers compilers() {
    return compilers;
  }

  static String digests(List<Path> files) {
    return files.stream().map(Digests::ofFile).collect(Collectors.joining(" "));
  }
}
