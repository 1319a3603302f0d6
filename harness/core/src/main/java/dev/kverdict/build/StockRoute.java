package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.debian.Apt;
import dev.kverdict.debian.ArchiveError;
import dev.kverdict.debian.DistroPackages;
import dev.kverdict.debian.StockPackages;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a distribution's kernel as it is and builds only some folders of its modules, against the
 * headers it came with. That is sound under the conditions that {@link StockKernelCheck}, {@link
 * SymbolVersions} and {@link ModuleObjects} hold a patch to.
 */
final class StockRoute implements KernelRoute {

  private static final int TREE_RECIPE = 1;
  private static final int ARTEFACT_RECIPE = 1;

  /** The configuration's record of what compiled the kernel. */
  private static final Pattern COMPILER =
      Pattern.compile("CONFIG_CC_VERSION_TEXT=\"(?:[\\w-]*-)?(gcc(?:-\\d{1,3})?) .*");

  private static final String MEND = "try it on a kernel that is built from source (otherwise:)";

  private final TreeWork work;
  private final BuildProgress progress;
  private final StockPackages packages;
  private final StockCollector collector;

  StockRoute(TreeWork work, BuildProgress progress) {
    this.work = work;
    this.progress = progress;
    this.packages = new StockPackages(work.lane(), work.store(), progress::note);
    this.collector = new StockCollector(work.lane());
  }

  @Override
  public Entry tree(KernelDef def) {
    requireNone(StockKernelCheck.objections(def, PatchSet.NONE));
    SortedSet<String> folders = StockKernelCheck.folders(def);
    return packages.take(
        def.name(), StockKernelCheck.stock(def), (found, apt) -> tree(def, folders, found, apt));
  }

  /**
   * @throws ArchiveError when packages cannot be downloaded in this version
   */
  private Entry tree(KernelDef def, SortedSet<String> folders, DistroPackages found, Apt apt) {
    try (Entry base = packages.base(found, apt, () -> progress.moved(def.name(), "packages", 0))) {
      String compiler = compiler(base);
      Key key =
          Key.of(
              "stock-tree",
              TREE_RECIPE,
              base.key().digest(),
              String.join(" ", folders),
              def.prepare().digest(),
              work.compilers().identity(compiler, "what compiled the stock kernel"));
      return new FailedBuilds(work.store(), progress)
          .tellingOf(
              def.name(),
              key,
              folder -> {
                progress.moved(def.name(), "source", 0);
                try (Entry source = packages.source(found, apt)) {
                  buildTree(def, folders, base, source, found, compiler, folder);
                }
              });
    }
  }

  @Override
  public Key controlKey(KernelDef def, Entry tree) {
    return Key.of("kernel", ARTEFACT_RECIPE, tree.key().digest(), modules(def));
  }

  @Override
  public Key variantKey(KernelDef def, PatchDef patch, Entry tree) {
    return Key.of(
        "kernel",
        ARTEFACT_RECIPE,
        tree.key().digest(),
        modules(def),
        "patched",
        patch.content().digest());
  }

  private static String modules(KernelDef def) {
    return String.join(" ", def.modules());
  }

  private void buildTree(
      KernelDef def,
      SortedSet<String> folders,
      Entry base,
      Entry source,
      DistroPackages found,
      String compiler,
      Path folder)
      throws IOException {
    try (Scratch scratch = work.store().scratch();
        CompilerCache cache = CompilerCache.toFill(work.lane(), work.store())) {
      Path tree = scratch.folder().resolve(SourceTree.TREE);
      work.link(base.folder().resolve(SourceTree.TREE), tree);
      packages.unpack(source, found, folders, tree);
      for (String each : folders) {
        linkIntoBuild(tree, each);
      }
      work.apply(tree, def.prepare(), scratch.folder());
      Kbuild kbuild = work.kbuild(tree, scratch, folder, cache);
      kbuild.prepare(compiler);
      make(def.name(), kbuild, folders);
      requireNone(ModuleObjects.objections(tree, folders, def.prepare().paths()));
      work.link(base.folder().resolve(StockPackages.IMAGE), folder.resolve(StockPackages.IMAGE));
      Files.writeString(folder.resolve("release"), found.release());
      KernelArtefact.writeOrigin(folder, found.text());
      Files.move(tree, folder.resolve(SourceTree.TREE), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Kbuild takes a folder of modules to lie below both the source and the build; through this link
   * it is one, and every path on the compiler's command line is relative.
   */
  private static void linkIntoBuild(Path tree, String folder) throws IOException {
    Path link = tree.resolve(SourceTree.OUTPUT).resolve(folder);
    Path parent = Objects.requireNonNull(link.getParent(), "the build's folder");
    Files.createDirectories(parent);
    AtomicFiles.delete(link); // headers may bring a part of it
    Files.createSymbolicLink(link, parent.relativize(tree.resolve(folder)));
  }

  /** One make for each folder; what another one exports is as in the stock kernel. */
  private void make(String name, Kbuild kbuild, SortedSet<String> folders) throws IOException {
    List<String> changes = new ArrayList<>();
    for (String folder : folders) {
      // The build folder's files are the store's.
      kbuild
          .writingOnly(kbuild.source().resolve(folder))
          .make(n -> progress.moved(name, "compile", n), "M=" + folder, "modules");
      Path built = kbuild.source().resolve(folder);
      Path exported = built.resolve("Module.symvers");
      if (Files.exists(exported, LinkOption.NOFOLLOW_LINKS)) { // no module, none exported
        PlainFiles.requireText(built, exported);
      }
      changes.addAll(
          SymbolVersions.changes(kbuild.output().resolve("Module.symvers"), exported, folder));
    }
    requireNone(changes);
  }

  /** What was ignored, or does not fit the rest, would make for a verdict on another patch. */
  private static void requireNone(List<String> objections) {
    if (!objections.isEmpty()) {
      List<String> lines = new ArrayList<>(objections);
      lines.add(MEND);
      throw new BuildStopped(BuildOutcome.buildFailed(lines));
    }
  }

  @Override
  public void control(KernelDef def, Entry tree, Path folder) throws IOException {
    progress.moved(def.name(), "install", 0);
    Files.copy(tree.folder().resolve("build.log"), folder.resolve("build.log"));
    KernelArtefact.writeOrigin(folder, KernelArtefact.readOrigin(tree.folder()).orElse(""));
    collect(def, tree, tree.folder().resolve(SourceTree.TREE), folder);
  }

  @Override
  public void variant(
      KernelDef def, PatchDef patch, Entry tree, KernelArtefact control, Path folder)
      throws IOException {
    String name = def.name() + "/" + patch.name();
    requireNone(StockKernelCheck.objections(def, patch.content()));
    try (Scratch scratch = work.store().scratch()) {
      progress.moved(name, "copy", 0);
      Path before = tree.folder().resolve(SourceTree.TREE);
      Path copy = scratch.folder().resolve(SourceTree.TREE);
      work.link(before, copy);
      for (String each : StockKernelCheck.folders(def)) {
        AtomicFiles.delete(copy.resolve(each));
        work.copy(before.resolve(each), copy.resolve(each));
      }
      work.apply(copy, patch.content(), scratch.folder());
      SortedSet<String> patches = patch.content().paths();
      SourceDiff.write(work.lane(), before, copy, patches, KernelArtefact.changes(folder));
      make(name, work.kbuild(copy, scratch, folder), StockKernelCheck.folders(def));
      requireNone(ModuleObjects.objections(copy, StockKernelCheck.folders(def), patches));
      progress.moved(name, "install", 0);
      collect(def, tree, copy, folder);
    }
  }

  private void collect(KernelDef def, Entry control, Path built, Path folder) throws IOException {
    collector.collect(
        def,
        Files.readString(control.folder().resolve("release")),
        control.folder().resolve(StockPackages.IMAGE),
        built,
        StockKernelCheck.folders(def),
        folder);
  }

  /** The compiler that the kernel was built with, because modules have to fit. */
  private String compiler(Entry base) {
    Path config = base.folder().resolve(StockPackages.IMAGE).resolve("config");
    try {
      for (String line : Files.readAllLines(config, StandardCharsets.ISO_8859_1)) {
        Matcher compiler = COMPILER.matcher(line);
        if (compiler.matches()) {
          return compiler.group(1);
        }
      }
    } catch (IOException e) {
      throw new InfraError("cannot read " + config, e);
    }
    throw new UserError(
        config.toString(), "does not say that gcc compiled the kernel", "name another image");
  }
}
