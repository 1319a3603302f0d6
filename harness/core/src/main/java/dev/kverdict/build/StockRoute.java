package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.binary.ElfFile;
import dev.kverdict.debian.Apt;
import dev.kverdict.debian.ArchiveError;
import dev.kverdict.debian.DistroPackages;
import dev.kverdict.debian.StockPackages;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ModuleDisks;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a distribution's kernel as it is and builds only some directories of its modules, against
 * the headers that it came with. That is sound for patches that pass {@link StockKernelCheck},
 * {@link SymbolVersions} and {@link ModuleObjects}.
 */
final class StockRoute implements KernelRoute {

  private static final int TREE_RECIPE = 2;
  private static final int ARTEFACT_RECIPE = 2;

  /** The line of the configuration that names the kernel's compiler. */
  private static final Pattern COMPILER =
      Pattern.compile("CONFIG_CC_VERSION_TEXT=\"(?:[\\w-]*-)?(gcc(?:-\\d{1,3})?) .*");

  /** Written to an entry when its modules are made. */
  private static final String RELEASE = "release";

  private static final String REMEDY = "try it on a kernel that is built from source (otherwise:)";

  private final TreeWork work;
  private final BuildProgress progress;
  private final StockPackages packages;
  private final ModuleDisks modules;
  private final StockCollector collector;

  StockRoute(TreeWork work, BuildProgress progress) {
    this.work = work;
    this.progress = progress;
    this.packages = new StockPackages(work.lane(), work.store(), progress::note);
    this.modules = new ModuleDisks(work.store());
    this.collector = new StockCollector(work.lane());
  }

  @Override
  public Entry tree(KernelDef def) {
    requireNone(StockKernelCheck.objections(def, PatchSet.NONE));
    SortedSet<String> directories = StockKernelCheck.directories(def);
    return packages.take(
        def.name(),
        StockKernelCheck.stock(def),
        (found, apt) -> tree(def, directories, found, apt));
  }

  /**
   * @throws ArchiveError when packages cannot be downloaded in this version
   */
  private Entry tree(KernelDef def, SortedSet<String> directories, DistroPackages found, Apt apt) {
    try (Entry base = packages.base(found, apt, () -> progress.moved(def.name(), "packages", 0))) {
      String compiler = compiler(base);
      Key key =
          Key.of(
              "stock-tree",
              TREE_RECIPE,
              base.key().digest(),
              String.join(" ", directories),
              def.prepare().digest(),
              work.compilers().identity(compiler, "what compiled the stock kernel"));
      return work.builds(progress)
          .obtain(
              def.name(),
              key,
              directory -> {
                progress.moved(def.name(), "source", 0);
                try (Entry source = packages.source(found, apt)) {
                  buildTree(def, directories, base, source, found, compiler, directory);
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
      SortedSet<String> directories,
      Entry base,
      Entry source,
      DistroPackages found,
      String compiler,
      Path directory)
      throws IOException {
    try (Scratch scratch = work.store().scratch();
        CompilerCache cache = CompilerCache.toFill(work.lane(), work.store())) {
      Path tree = scratch.folder().resolve(SourceTree.TREE);
      work.link(base.folder().resolve(SourceTree.TREE), tree);
      // Newer headers bring it for modules' BTF, which needs pahole; without it Kbuild makes no
      // BTF.
      AtomicFiles.delete(tree.resolve(SourceTree.OUTPUT).resolve("vmlinux"));
      packages.unpack(source, found, directories, tree);
      for (String each : directories) {
        linkIntoBuild(tree, each);
      }
      for (String note : work.apply(tree, def.prepare(), scratch.folder()).notes()) {
        TreeWork.note(directory, note);
      }
      Kbuild kbuild = work.kbuild(tree, scratch, directory, cache);
      kbuild.prepare(compiler);
      new ObjectCounts(work.store(), progress)
          .counted(
              def.name(),
              List.of("stock", String.join(" ", directories), compiler),
              objects -> make(objects, kbuild, directories));
      requireNone(
          ModuleObjects.objections(
              tree, directories, TreeWork.fitted(def.prepare(), tree).paths()));
      work.link(base.folder().resolve(StockPackages.IMAGE), directory.resolve(StockPackages.IMAGE));
      Files.writeString(directory.resolve(RELEASE), found.release());
      KernelArtefact.writeOrigin(directory, found.text());
      Files.move(tree, directory.resolve(SourceTree.TREE), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Kbuild expects a directory of modules below both the source and the build; this link makes it
   * one directory, and every path on the compiler's command line relative.
   */
  private static void linkIntoBuild(Path tree, String directory) throws IOException {
    Path link = tree.resolve(SourceTree.OUTPUT).resolve(directory);
    Path parent = PlainFiles.parent(link);
    Files.createDirectories(parent);
    AtomicFiles.delete(link); // the headers may contain a part of it
    Files.createSymbolicLink(link, parent.relativize(tree.resolve(directory)));
  }

  /** Runs make for each directory; what the others export is as in the stock kernel. */
  private static void make(IntConsumer objects, Kbuild kbuild, SortedSet<String> directories)
      throws IOException {
    List<String> changes = new ArrayList<>();
    int[] before = {0};
    for (String directory : directories) {
      // The files of the build directory belong to the store.
      int[] here = {0};
      kbuild
          .writingOnly(kbuild.source().resolve(directory))
          .make(
              n -> {
                here[0] = n;
                objects.accept(before[0] + n);
              },
              "M=" + directory,
              "modules");
      before[0] += here[0];
      Path built = kbuild.source().resolve(directory);
      Path exported = built.resolve("Module.symvers");
      if (Files.exists(exported, LinkOption.NOFOLLOW_LINKS)) { // no module, none exported
        PlainFiles.requireText(built, exported);
      }
      changes.addAll(
          SymbolVersions.changes(kbuild.output().resolve("Module.symvers"), exported, directory));
    }
    requireNone(changes);
  }

  /**
   * A patch that is partly ignored, or does not fit the rest, would get another patch's verdict.
   */
  private static void requireNone(List<String> objections) {
    if (!objections.isEmpty()) {
      List<String> lines = new ArrayList<>(objections);
      lines.add(REMEDY);
      throw new BuildStopped(BuildOutcome.buildFailed(lines));
    }
  }

  @Override
  public void control(KernelDef def, Entry tree, Path directory) throws IOException {
    progress.moved(def.name(), "install", 0);
    Files.copy(tree.folder().resolve("build.log"), directory.resolve("build.log"));
    KernelArtefact.writeOrigin(directory, KernelArtefact.readOrigin(tree.folder()).orElse(""));
    collect(def, tree, tree.folder().resolve(SourceTree.TREE), null, directory);
  }

  @Override
  public void variant(
      KernelDef def, PatchDef patch, Entry tree, KernelArtefact control, Path directory)
      throws IOException {
    String name = def.name() + "/" + patch.name();
    requireNone(StockKernelCheck.objections(def, patch.content()));
    try (Scratch scratch = work.store().scratch()) {
      progress.moved(name, "copy", 0);
      Path before = tree.folder().resolve(SourceTree.TREE);
      Path copy = scratch.folder().resolve(SourceTree.TREE);
      copyAround(before, copy, StockKernelCheck.directories(def));
      for (String each : StockKernelCheck.directories(def)) {
        AtomicFiles.delete(copy.resolve(each)); // one may lie in another
        work.copy(before.resolve(each), copy.resolve(each));
        BuiltBefore.now(tree.folder().resolve(RELEASE), copy.resolve(each));
      }
      work.apply(before, copy, patch.content(), scratch.folder(), directory);
      SortedSet<String> patches = TreeWork.fitted(patch.content(), before).paths();
      make(
          n -> progress.moved(name, "compile", n),
          work.kbuild(copy, scratch, directory).reading(before),
          StockKernelCheck.directories(def));
      requireNone(ModuleObjects.objections(copy, StockKernelCheck.directories(def), patches));
      progress.moved(name, "install", 0);
      collect(def, tree, copy, control, directory);
    }
  }

  /** All else is the control's, headers and all; the output has links to what is rebuilt. */
  private static void copyAround(Path from, Path to, SortedSet<String> directories)
      throws IOException {
    Set<Path> own = new HashSet<>();
    for (String directory : directories) {
      own.add(Path.of(directory));
      own.add(Path.of(SourceTree.OUTPUT, directory));
    }
    LinkedTree.around(from, to, own);
  }

  private void collect(
      KernelDef def, Entry tree, Path built, @Nullable KernelArtefact control, Path directory)
      throws IOException {
    Path image = tree.folder().resolve(StockPackages.IMAGE);
    Path vmlinux = image.resolve("vmlinux");
    String build =
        ElfFile.read(vmlinux)
            .buildId()
            .orElseThrow(() -> new InfraError(vmlinux + " has no build-id"));
    try (Entry disk = modules.disk(build, image.resolve("modules"))) {
      collector.collect(
          def,
          Files.readString(tree.folder().resolve(RELEASE)),
          image,
          disk,
          built,
          StockKernelCheck.directories(def),
          control,
          directory);
    }
  }

  /** Returns the compiler that the kernel was built with, because modules have to fit. */
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
      throw new InfraError("cannot read " + config + ": " + e.getMessage(), e);
    }
    throw new UserError(
        config.toString(), "does not say that gcc compiled the kernel", "name another image");
  }
}
