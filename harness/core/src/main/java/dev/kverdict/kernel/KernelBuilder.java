package dev.kverdict.kernel;

import dev.kverdict.InfraError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.matrix.KernelDef;
import dev.kverdict.matrix.KernelSource;
import dev.kverdict.matrix.PatchDef;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Builds kernels into the store. A control is built from its source once and its whole tree kept; a
 * patched variant starts from a copy of that tree, so that make compiles only what the patch
 * touches, and the control's tree is never written again.
 */
public final class KernelBuilder {

  private static final int TREE_RECIPE = 2;
  private static final int ARTEFACT_RECIPE = 4;
  private static final int VARIANT_RECIPE = 6;
  private static final Duration COPY = Duration.ofMinutes(10);

  private final Lane lane;
  private final Store store;
  private final BuildProgress progress;
  private final DebianSource debian;
  private final PatchApplier patches;
  private final ArtefactCollector collector;
  private final String compiler;

  /** Creates a builder; asks the compiler for its version. */
  public KernelBuilder(Lane lane, Store store, BuildProgress progress) {
    this.lane = lane;
    this.store = store;
    this.progress = progress;
    this.debian = new DebianSource(lane, store);
    this.patches = new PatchApplier(lane);
    this.collector = new ArtefactCollector(lane);
    CommandResult version = lane.run(Command.of(store.root(), "gcc", "--version"));
    this.compiler = version.ok() ? version.output().get(0) : "";
  }

  /** The kernel without a patch. */
  public KernelBuild control(KernelDef def) {
    try (Entry tree = tree(def)) {
      Key key = Key.of("kernel", ARTEFACT_RECIPE, tree.key().digest());
      return KernelBuild.built(
          new KernelArtefact(
              store.obtain(
                  key,
                  folder -> {
                    progress.moved(def.name(), "install", 0);
                    collectFromCopy(tree, folder);
                  })));
    } catch (BuildStopped e) {
      return KernelBuild.failed(e.outcome());
    }
  }

  /** The kernel with a patch. */
  public KernelBuild patched(KernelDef def, PatchDef patch) {
    return patched(def, patch, "patched", this::variant);
  }

  /** The same with everything made, whatever the patch changes: what the quick way is held to. */
  KernelBuild patchedWhole(KernelDef def, PatchDef patch) {
    return patched(def, patch, "whole", (d, p, tree, control, folder) -> whole(d, p, tree, folder));
  }

  @FunctionalInterface
  private interface Way {
    void build(KernelDef def, PatchDef patch, Entry tree, KernelArtefact control, Path folder)
        throws IOException;
  }

  private KernelBuild patched(KernelDef def, PatchDef patch, String kind, Way way) {
    try (Entry tree = tree(def);
        KernelArtefact control = control(def).artefact().orElseThrow()) {
      Key key = Key.of("kernel", VARIANT_RECIPE, tree.key().digest(), kind, digests(patch.files()));
      KernelArtefact artefact =
          new KernelArtefact(
              store.obtain(key, folder -> way.build(def, patch, tree, control, folder)));
      if (artefact.codeDigest().equals(control.codeDigest())) {
        artefact.close();
        return KernelBuild.failed(
            new BuildOutcome.NoChange(
                List.of("what is loaded into memory is byte for byte the control's")));
      }
      return KernelBuild.built(artefact);
    } catch (BuildStopped e) {
      return KernelBuild.failed(e.outcome());
    }
  }

  /** The control's source and everything built from it. */
  Entry tree(KernelDef def) {
    progress.moved(def.name(), "source", 0);
    try (Entry source = source(def)) {
      Key key =
          Key.of(
              "kernel-tree",
              TREE_RECIPE,
              source.key().digest(),
              digests(def.prepare()),
              digests(def.fragments()),
              def.baseConfig(),
              compiler);
      return store.obtain(key, folder -> buildTree(def, source, folder));
    }
  }

  private Entry source(KernelDef def) {
    return switch (def.source().kind()) {
      case DEBIAN -> debian.obtain(((KernelSource.Debian) def.source()).packageName());
    };
  }

  private void buildTree(KernelDef def, Entry source, Path folder) throws IOException {
    try (Scratch scratch = store.scratch()) {
      Path tree = scratch.folder().resolve(DebianSource.TREE);
      copy("-al", source.folder().resolve(DebianSource.TREE), tree);
      applyAll(tree, def.prepare());
      Kbuild kbuild = kbuild(tree, scratch, folder);
      kbuild.prepare();
      progress.moved(def.name(), "configure", 0);
      kbuild.make(n -> {}, def.baseConfig());
      Path config = kbuild.output().resolve(".config");
      merge(def.fragments(), config);
      kbuild.make(n -> {}, "olddefconfig");
      ConfigCheck.require(def.fragments(), config, tree);
      kbuild.make(n -> progress.moved(def.name(), "compile", n), "vmlinux", "modules");
      Relocation.remember(tree, folder);
      Files.move(tree, folder.resolve(DebianSource.TREE), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void variant(
      KernelDef def, PatchDef patch, Entry tree, KernelArtefact control, Path folder)
      throws IOException {
    try {
      modulesOnly(def, patch, new QuickVariant(store, tree, control), tree, control, folder);
    } catch (ModuleChange.Unfit e) {
      note(folder, "the whole kernel is made: " + e.why());
      whole(def, patch, tree, folder);
    }
  }

  private void modulesOnly(
      KernelDef def,
      PatchDef patch,
      QuickVariant quick,
      Entry tree,
      KernelArtefact control,
      Path folder)
      throws ModuleChange.Unfit, IOException {
    String name = def.name() + "/" + patch.name();
    ModuleChange change = quick.change(patch);
    try (Scratch scratch = store.scratch()) {
      progress.moved(name, "copy", 0);
      Path copy = scratch.folder().resolve(DebianSource.TREE);
      quick.prepare(change, copy);
      patch(patch, tree, copy, scratch, folder);
      note(folder, "only these modules are made: " + String.join(" ", change.modules()));
      Kbuild kbuild = kbuild(copy, scratch, folder);
      quick.make(change, kbuild, n -> progress.moved(name, "compile", n));
      progress.moved(name, "install", 0);
      collector.collect(kbuild, change, control, folder);
    }
  }

  private void whole(KernelDef def, PatchDef patch, Entry tree, Path folder) throws IOException {
    String name = def.name() + "/" + patch.name();
    try (Scratch scratch = store.scratch()) {
      progress.moved(name, "copy", 0);
      Path copy = copyOf(tree, scratch);
      patch(patch, tree, copy, scratch, folder);
      Kbuild kbuild = kbuild(copy, scratch, folder);
      kbuild.make(n -> progress.moved(name, "compile", n), "vmlinux", "modules");
      progress.moved(name, "install", 0);
      collector.collect(kbuild, folder, scratch.folder());
    }
  }

  private void patch(PatchDef patch, Entry tree, Path copy, Scratch scratch, Path folder) {
    applyAll(copy, PatchFiles.unpack(patch.files(), scratch.folder().resolve("patches")));
    SourceDiff.write(
        lane,
        tree.folder().resolve(DebianSource.TREE),
        copy,
        PatchFiles.read(patch.files()),
        KernelArtefact.changes(folder));
  }

  private static void note(Path folder, String text) throws IOException {
    Files.writeString(
        KernelArtefact.log(folder),
        "kverdict: " + text + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void collectFromCopy(Entry tree, Path folder) throws IOException {
    try (Scratch scratch = store.scratch()) {
      Path copy = copyOf(tree, scratch);
      Files.copy(tree.folder().resolve("build.log"), KernelArtefact.log(folder));
      collector.collect(kbuild(copy, scratch, folder), folder, scratch.folder());
    }
  }

  /**
   * A tree to build on: the source by hard links, which patches replace, and what was built as real
   * copies, because kbuild truncates its files in place.
   */
  private Path copyOf(Entry control, Scratch scratch) throws IOException {
    Path from = control.folder().resolve(DebianSource.TREE);
    Path to = scratch.folder().resolve(DebianSource.TREE);
    copy("-al", from, to);
    AtomicFiles.delete(to.resolve(Kbuild.OUTPUT));
    copy("-a", from.resolve(Kbuild.OUTPUT), to.resolve(Kbuild.OUTPUT));
    Relocation.apply(control.folder(), to);
    return to;
  }

  private void copy(String how, Path from, Path to) {
    CommandResult result =
        lane.run(
            Command.of(store.root(), "cp", how, "--reflink=auto", from.toString(), to.toString())
                .reading(from)
                .writing(to)
                .within(COPY));
    if (!result.ok()) {
      throw new InfraError("cannot copy a kernel tree: " + result.summary());
    }
  }

  private void applyAll(Path tree, List<Path> files) {
    for (Path file : files) {
      Optional<BuildOutcome> refused = patches.apply(tree, file);
      if (refused.isPresent()) {
        throw new BuildStopped(refused.get());
      }
    }
  }

  private Kbuild kbuild(Path tree, Scratch scratch, Path folder) {
    return new Kbuild(
        lane,
        tree,
        scratch.buildLock(),
        KernelArtefact.log(folder),
        store.root().resolveSibling("ccache"));
  }

  private static void merge(List<Path> fragments, Path config) throws IOException {
    try (BufferedWriter merged =
        Files.newBufferedWriter(config, StandardCharsets.UTF_8, StandardOpenOption.APPEND)) {
      for (Path fragment : fragments) {
        // Kconfig takes the last of several values.
        merged.newLine();
        merged.write(Files.readString(fragment));
      }
    }
  }

  private static String digests(List<Path> files) {
    return files.stream().map(Digests::ofFile).collect(Collectors.joining(" "));
  }
}
