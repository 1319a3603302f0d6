package dev.kverdict.build;

import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.patch.Fit;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Copies source trees, patches them and runs make in them, for both routes to a kernel. */
record TreeWork(
    Lane lane, Store store, KernelCache cache, PatchApplier patches, Compilers compilers) {

  private static final Duration COPY = Duration.ofMinutes(10);
  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;

  TreeWork(Lane lane, Store store) {
    this(lane, store, KernelCache.NONE);
  }

  TreeWork(Lane lane, Store store, KernelCache cache) {
    this(lane, store, cache, new PatchApplier(lane), new Compilers(lane));
  }

  /** Returns what makes entries, or takes them from where they are made already. */
  FailedBuilds builds(BuildProgress progress) {
    return new FailedBuilds(lane, store, cache, progress);
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

  /** Returns patches with their paths as they are in a tree. */
  static PatchSet fitted(PatchSet set, Path tree) {
    return set.in(path -> Files.exists(tree.resolve(path)));
  }

  /**
   * Applies the patches under test to a tree, and records what was not as they have it, and what
   * they change.
   *
   * @param before the tree without them
   * @param scratch a directory that takes the patches as files
   * @param directory the directory of the artefact
   */
  void apply(Path before, Path tree, PatchSet set, Path scratch, Path directory)
      throws IOException {
    Applied applied = apply(tree, set, scratch);
    for (String note : applied.notes()) {
      note(directory, note);
    }
    KernelArtefact.writeNotes(directory, applied.fit(), applied.notes());
    SourceDiff.write(
        lane, before, tree, fitted(set, before).paths(), KernelArtefact.changes(directory));
  }

  /**
   * What became of patches that apply.
   *
   * @param fit how the worst of them fitted
   * @param notes what was not as they have it, a line for a person each
   */
  record Applied(Fit fit, List<String> notes) {}

  /**
   * Applies patches to a tree whose files are hard links, which are replaced.
   *
   * @param scratch a directory that takes the patches as files
   * @throws BuildStopped when one does not apply
   */
  Applied apply(Path tree, PatchSet set, Path scratch) {
    PatchSet fitted = fitted(set, tree);
    List<String> notes = new ArrayList<>(fitted.notes());
    notes.removeAll(set.notes());
    Fit fit = Fit.CLEAN;
    for (PatchSet.Unpacked patch : fitted.unpack(scratch.resolve("patches"))) {
      PatchApplier.Applied applied = patches.apply(tree, patch);
      if (applied.refused().isPresent()) {
        throw new BuildStopped(applied.refused().get());
      }
      notes.addAll(applied.notes());
      fit = fit.and(applied.fit());
    }
    return new Applied(fit, notes);
  }

  /**
   * Applies patches to copies of the files that they name, to know the result before anything is
   * built.
   *
   * @param before the tree without them, which stays as it is
   * @throws dev.kverdict.UserError if one only fails to apply because somebody's program damaged it
   */
  AppliedPatch tried(Path before, PatchSet set) throws IOException {
    PatchSet fitted = fitted(set, before);
    try (Scratch scratch = store.scratch()) {
      Path tree = Files.createDirectory(scratch.folder().resolve("tried"));
      for (String path : fitted.paths()) {
        Path file = before.resolve(path).normalize();
        Path copy = tree.resolve(path).normalize();
        if (copy.startsWith(tree) && !copy.equals(tree)) {
          Files.createDirectories(PlainFiles.parent(copy));
          if (Files.isRegularFile(file, NOFOLLOW)) {
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
          }
        }
      }
      var unused = apply(tree, fitted, scratch.folder());
      StringBuilder files = new StringBuilder();
      for (String path : fitted.paths()) {
        Path file = tree.resolve(path).normalize();
        boolean there = file.startsWith(tree) && Files.isRegularFile(file, NOFOLLOW);
        files.append(path).append(' ').append(there ? Digests.ofFile(file) : "none");
        files.append(there && Files.isExecutable(file) ? " x\n" : "\n");
      }
      return AppliedPatch.of(Digests.ofText(files.toString()));
    } catch (BuildStopped e) {
      return AppliedPatch.refused(e.outcome());
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

  /** Appends a line of the harness to the log in a directory. */
  static void note(Path directory, String text) throws IOException {
    Files.writeString(
        KernelArtefact.log(directory),
        "kverdict: " + text + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  static String digests(List<Path> files) {
    return files.stream().map(Digests::ofFile).collect(Collectors.joining(" "));
  }
}
