package dev.kverdict.build;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.debian.DebianSource;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.kernel.ConfigCheck;
import dev.kverdict.kernel.Kconfig;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.PatchDef;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import dev.kverdict.tree.DirectorySource;
import dev.kverdict.tree.GitSource;
import dev.kverdict.tree.TarballSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds a whole kernel from its source once and keeps the tree. A patched variant starts from a
 * copy of it, so make compiles only what the patch touches.
 */
final class SourceRoute implements KernelRoute {

  private static final int TREE_RECIPE = 2;
  private static final int ARTEFACT_RECIPE = 5;
  private static final int VARIANT_RECIPE = 7;

  private final TreeWork work;
  private final BuildProgress progress;
  private final DebianSource debian;
  private final GitSource git;
  private final TarballSource tarballs;
  private final DirectorySource directories;
  private final ArtefactCollector collector;

  SourceRoute(TreeWork work, BuildProgress progress) {
    this.work = work;
    this.progress = progress;
    this.debian = new DebianSource(work.lane(), work.store(), progress::note);
    this.git = new GitSource(work.lane(), work.store());
    this.tarballs = new TarballSource(work.lane(), work.store());
    this.directories = new DirectorySource(work.lane(), work.store(), progress::note);
    this.collector = new ArtefactCollector(work.lane());
  }

  @Override
  public Entry tree(KernelDef def) {
    ConfigParts config = config(def);
    String compiler = compiler(def);
    progress.moved(def.name(), "source", 0);
    try (Entry source = source(def)) {
      return work.builds(progress)
          .obtain(
              def.name(),
              treeKey(def, config, compiler, source),
              directory -> {
                requireAble(def, source.folder().resolve(SourceTree.TREE), compiler);
                buildTree(def, config, source, directory);
              });
    }
  }

  /** Returns whether the tree of a kernel from a git repository is in the store already. */
  boolean isKept(KernelDef def) {
    Optional<Entry> kept =
        def.source() instanceof KernelSource.Git source ? git.kept(source) : Optional.empty();
    if (kept.isEmpty()) {
      return false;
    }
    try (Entry source = kept.get()) {
      Optional<Entry> tree = work.store().find(treeKey(def, config(def), compiler(def), source));
      tree.ifPresent(Entry::close);
      return tree.isPresent();
    }
  }

  private ConfigParts config(KernelDef def) {
    return HostIo.get(
        "cannot read the configuration of " + def.name(),
        () -> ConfigParts.read(def, work.store()));
  }

  private String compiler(KernelDef def) {
    return work.compilers().identity(def.config().toolchain(), "toolchain of kernel " + def.name());
  }

  private static Key treeKey(KernelDef def, ConfigParts config, String compiler, Entry source) {
    List<String> inputs = new ArrayList<>(List.of(source.key().digest(), def.prepare().digest()));
    inputs.addAll(config.identity(compiler));
    return Key.of("kernel-tree", TREE_RECIPE, inputs.toArray(String[]::new));
  }

  private Entry source(KernelDef def) {
    if (def.source() instanceof KernelSource.Whole whole) {
      return whole.kind(
          source -> debian.obtain(def.name(), source),
          source -> git.obtain(def.name(), source),
          source -> tarballs.obtain(def.name(), source),
          source -> directories.obtain(def.name(), source));
    }
    throw new IllegalArgumentException(def.name() + " is not built from a whole source");
  }

  @Override
  public Key controlKey(KernelDef def, Entry tree) {
    return Key.of("kernel", ARTEFACT_RECIPE, tree.key().digest());
  }

  @Override
  public Key variantKey(KernelDef def, PatchDef patch, Entry tree) {
    return variantKey(patch, tree, "patched");
  }

  /** Returns the key of what {@link #whole} makes. */
  Key wholeKey(KernelDef def, PatchDef patch, Entry tree) {
    return variantKey(patch, tree, "whole");
  }

  private static Key variantKey(PatchDef patch, Entry tree, String kind) {
    return Key.of("kernel", VARIANT_RECIPE, tree.key().digest(), kind, patch.content().digest());
  }

  private void buildTree(KernelDef def, ConfigParts parts, Entry source, Path directory)
      throws IOException {
    try (Scratch scratch = work.store().scratch();
        CompilerCache cache = CompilerCache.toFill(work.lane(), work.store())) {
      Path tree = scratch.folder().resolve(SourceTree.TREE);
      work.link(source.folder().resolve(SourceTree.TREE), tree);
      for (String note : work.apply(tree, def.prepare(), scratch.folder()).notes()) {
        TreeWork.note(directory, note);
      }
      Kbuild kbuild = work.kbuild(tree, scratch, directory, cache);
      kbuild.prepare(def.config().toolchain());
      progress.moved(def.name(), "configure", 0);
      configure(def, parts, kbuild, directory);
      Path config = kbuild.output().resolve(".config");
      new ObjectCounts(work.store(), progress)
          .counted(
              def.name(),
              parts.identity(compiler(def)),
              objects -> kbuild.make(objects, parts.targets(config).toArray(String[]::new)));
      Relocation.remember(tree, directory);
      Files.move(tree, directory.resolve(SourceTree.TREE), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void configure(KernelDef def, ConfigParts parts, Kbuild kbuild, Path directory)
      throws IOException {
    Path config = kbuild.output().resolve(".config");
    parts.begin(kbuild);
    Optional<ForeignConfig> foreign = parts.foreign();
    if (foreign.isPresent()) {
      boolean pahole = work.lane().run(Command.asking("sh", "-c", "command -v pahole")).ok();
      Map<String, String> changes = foreign.get().changes(kbuild.source(), pahole);
      parts.take(config, changes.keySet());
      for (String why : changes.values()) {
        say(def, why + ": it is switched off", directory);
      }
    }
    parts.append(config);
    kbuild.make(n -> {}, "olddefconfig");
    parts.require(config, kbuild.source());
    if (foreign.isPresent()) {
      Map<String, String> got = ConfigCheck.options(config);
      Kconfig kconfig = Kconfig.read(kbuild.source());
      List<String> lost = foreign.get().lost(got, parts.decided(), kconfig);
      if (!lost.isEmpty()) {
        say(def, foreign.get().told(lost, got, kconfig), directory);
        TreeWork.note(directory, "not in this kernel: " + String.join(" ", lost));
      }
    }
  }

  private void say(KernelDef def, String text, Path directory) throws IOException {
    progress.note(def.name(), text);
    TreeWork.note(directory, text);
  }

  /** A compiler that cannot build the source would say so in its own way, and late. */
  private void requireAble(KernelDef def, Path tree, String compiler) {
    Optional<String> objection = new CompilerLimits(work.lane(), tree).objection(compiler);
    if (objection.isPresent()) {
      throw new UserError(
          "kernel %s, toolchain: %s".formatted(def.name(), def.config().toolchain()),
          "this source " + objection.get(),
          "name another compiler of Debian under toolchain:, such as gcc-12 or clang-16");
    }
  }

  @Override
  public void variant(
      KernelDef def, PatchDef patch, Entry tree, KernelArtefact control, Path directory)
      throws IOException {
    try {
      modulesOnly(
          def, patch, new QuickVariant(work.store(), tree, control), tree, control, directory);
    } catch (ModuleChange.Unfit e) {
      noteFirst(directory, "the whole kernel is made: " + e.why(), e.lines());
      try {
        whole(def, patch, tree, control, directory);
      } catch (BuildStopped stopped) {
        throw stopped.withOutcome(failedBefore(stopped.outcome(), e));
      } catch (InfraError error) {
        throw e.lines().isEmpty()
            ? error
            : new InfraError(
                error.getMessage() + "; before that, " + e.why() + ": " + e.lines(), error);
      }
    }
  }

  /** Adds what make printed for the modules alone, which still holds when everything fails, too. */
  private static BuildOutcome failedBefore(BuildOutcome outcome, ModuleChange.Unfit quick) {
    List<String> more = new ArrayList<>(quick.lines());
    more.removeAll(outcome.lines());
    if (outcome.kind() != BuildOutcome.Kind.BUILD_FAILED || more.isEmpty()) {
      return outcome;
    }
    List<String> lines = new ArrayList<>(outcome.lines());
    lines.add("before that, " + quick.why() + ":");
    lines.addAll(more);
    return BuildOutcome.buildFailed(lines);
  }

  private void modulesOnly(
      KernelDef def,
      PatchDef patch,
      QuickVariant quick,
      Entry tree,
      KernelArtefact control,
      Path directory)
      throws ModuleChange.Unfit, IOException {
    String name = def.name() + "/" + patch.name();
    ModuleChange change = quick.change(patch);
    try (Scratch scratch = work.store().scratch()) {
      progress.moved(name, "copy", 0);
      Path copy = scratch.folder().resolve(SourceTree.TREE);
      quick.prepare(change, copy);
      patch(patch, tree, copy, scratch, directory);
      TreeWork.note(
          directory, "only these modules are made: " + String.join(" ", change.modules()));
      // Its other directories are links to the control's.
      Kbuild kbuild =
          work.kbuild(copy, scratch, directory).reading(tree.folder().resolve(SourceTree.TREE));
      quick.make(change, kbuild, n -> progress.moved(name, "compile", n));
      progress.moved(name, "install", 0);
      collector.collect(kbuild, change, control, directory);
    }
  }

  /** Makes everything, whatever the patch changes. */
  void whole(KernelDef def, PatchDef patch, Entry tree, KernelArtefact control, Path directory)
      throws IOException {
    String name = def.name() + "/" + patch.name();
    try (Scratch scratch = work.store().scratch()) {
      progress.moved(name, "copy", 0);
      Path copy = copyOf(tree, scratch);
      patch(patch, tree, copy, scratch, directory);
      Kbuild kbuild = work.kbuild(copy, scratch, directory);
      List<String> targets = new ArrayList<>(List.of("vmlinux", "modules"));
      if (Files.exists(ArtefactCollector.bzImage(kbuild.output()))) {
        targets.add("bzImage");
      }
      kbuild.make(n -> progress.moved(name, "compile", n), targets.toArray(String[]::new));
      progress.moved(name, "install", 0);
      collector.collect(kbuild, directory, scratch.folder());
    }
  }

  private void patch(PatchDef patch, Entry tree, Path copy, Scratch scratch, Path directory)
      throws IOException {
    Path before = tree.folder().resolve(SourceTree.TREE);
    work.apply(before, copy, patch.content(), scratch.folder(), directory);
  }

  /** Writes a note, and lines below it, before everything that the log holds already. */
  private static void noteFirst(Path directory, String text, List<String> lines)
      throws IOException {
    Path log = KernelArtefact.log(directory);
    Path tried = directory.resolve("tried.log");
    if (Files.exists(log)) {
      Files.move(log, tried);
    }
    TreeWork.note(directory, text);
    for (String line : lines) {
      TreeWork.note(directory, line);
    }
    if (Files.exists(tried)) {
      try (OutputStream whole = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
        Files.copy(tried, whole);
      }
      Files.delete(tried);
    }
  }

  @Override
  public void control(KernelDef def, Entry tree, Path directory) throws IOException {
    progress.moved(def.name(), "install", 0);
    try (Scratch scratch = work.store().scratch();
        Entry source = source(def)) {
      Path copy = copyOf(tree, scratch);
      KernelArtefact.writeOrigin(directory, SourceTree.origin(source.folder()));
      Files.copy(tree.folder().resolve("build.log"), KernelArtefact.log(directory));
      collector.collect(work.kbuild(copy, scratch, directory), directory, scratch.folder());
    }
  }

  /**
   * Copies a tree to build in: the source by hard links, which patches replace, and the output as
   * real copies, because kbuild truncates its files in place.
   */
  private Path copyOf(Entry control, Scratch scratch) throws IOException {
    Path from = control.folder().resolve(SourceTree.TREE);
    Path to = scratch.folder().resolve(SourceTree.TREE);
    work.link(from, to);
    AtomicFiles.delete(to.resolve(SourceTree.OUTPUT));
    work.copy(from.resolve(SourceTree.OUTPUT), to.resolve(SourceTree.OUTPUT));
    Relocation.apply(control.folder(), to);
    return to;
  }
}
