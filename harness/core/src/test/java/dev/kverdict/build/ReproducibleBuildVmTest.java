package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.UserError;
import dev.kverdict.debian.DebianSource;
import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.host.Lanes;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same source and tools give the same bytes: in two directories, with nothing between them that
 * remembers objects, and on another lane.
 */
@Tag("vm") // needs no machine, but a built kernel
class ReproducibleBuildVmTest {

  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
  private static final String SOURCE = "linux-source-6.1";
  private static final String TOOLCHAIN = "gcc";
  private static final String PATCHED = "fs/ocfs2/ocfs2.ko";

  /** The only objects of two small modules; to compile all of the patched one takes a minute. */
  private static final List<String> STACK = List.of("stackglue", "stack_o2cb");

  private static final List<String> MODULES =
      List.of(PATCHED, "fs/ocfs2/ocfs2_stackglue.ko", "fs/ocfs2/ocfs2_stack_o2cb.ko");
  private static final long LIMIT = 20L << 30;

  private final Lane host = new HostLane();
  private final Store store =
      new Store(Store.defaultRoot(System.getenv()), host, Store.defaultLimit(System.getenv()));

  /** Returns another lane, if there is one with the host's tools. */
  private Lane open(String name, String toolchain) {
    Lane lane;
    try {
      lane = Lanes.open(name, System.getenv());
      new Compilers(host).identity(toolchain, "on the host");
      new Compilers(lane).identity(toolchain, "on " + name);
      Assumptions.assumeTrue(
          tools(lane, toolchain).equals(tools(host, toolchain)),
          name + " has " + tools(lane, toolchain) + ", the host " + tools(host, toolchain));
    } catch (UserError e) {
      return Assumptions.abort(e.getMessage());
    }
    return lane;
  }

  /** The programs that compile, assemble and link. */
  private List<String> tools(Lane lane, String toolchain) {
    String compiler = lane.run(version(toolchain)).output().get(0);
    return List.of(compiler, lane.run(version("ld")).output().get(0));
  }

  private Command version(String tool) {
    return Command.of(store.root(), tool, "--version");
  }

  @ParameterizedTest(name = "on the host and on {0}")
  @ValueSource(strings = {Lanes.HOST, "container"})
  void modulesAreTheSameWhereverTheyAreCompiled(String where)
      throws IOException, ModuleChange.Unfit {
    KernelDef kernel =
        MatrixReader.read(HOME.resolve("ci/ocfs2-extent-cache.yaml")).kernels().get("debian-6.1");
    KernelBuilder builder = new KernelBuilder(host, store, (name, step, n) -> {});
    try (Lane other = open(where, TOOLCHAIN);
        Entry tree = builder.tree(kernel);
        KernelArtefact control = builder.control(kernel).artefact().orElseThrow();
        Scratch scratch = store.scratch()) {
      Map<String, String> here = modules(host, tree, control, scratch.folder().resolve("a"));
      Map<String, String> there =
          modules(other, tree, control, scratch.folder().resolve("another/directory"));
      assertThat(there).isEqualTo(here);
      assertThat(here.get(PATCHED))
          .isNotEqualTo(Digests.ofFile(control.debugModules().resolve(PATCHED)));
    }
  }

  /** Returns the digests of modules that are made in a directory: a patched one, and two new. */
  private Map<String, String> modules(Lane lane, Entry tree, KernelArtefact control, Path directory)
      throws IOException, ModuleChange.Unfit {
    QuickVariant quick = new QuickVariant(store, tree, control);
    PatchSet patch = PatchSet.read(List.of(HOME.resolve("kernels/patches/ocfs2-v1-cow.patch")));
    ModuleChange change = quick.change(new PatchDef("v1", patch, Map.of()));
    Path copy = directory.resolve(SourceTree.TREE);
    quick.prepare(change, copy);
    new TreeWork(lane, store).apply(copy, patch, directory);
    Kbuild kbuild =
        new Kbuild(
                lane,
                copy,
                directory.resolve("lock"),
                directory.resolve("log"),
                new CompilerCache(null, null))
            // The copy has links into it.
            .reading(tree.folder().resolve(SourceTree.TREE));
    // The copy's wrapper is a link to the stored one, which may be older than this harness.
    Files.delete(copy.resolve(Kbuild.COMPILER));
    kbuild.prepare(TOOLCHAIN);
    for (String object : STACK) {
      Files.delete(kbuild.output().resolve("fs/ocfs2").resolve(object + ".o"));
    }
    int[] compiled = {0};
    quick.make(change, kbuild, n -> compiled[0] = n);
    assertThat(compiled[0]).isGreaterThan(STACK.size());
    System.out.printf("%d objects compiled on %s%n", compiled[0], lane.name());
    Map<String, String> digests = new TreeMap<>();
    for (String module : MODULES) {
      digests.put(module, Digests.ofFile(kbuild.output().resolve(module)));
    }
    return digests;
  }

  @ParameterizedTest(name = "by {0} on the host and on {1}")
  @CsvSource({"gcc, host", "clang-14, host", "gcc, container"})
  @Tag("long")
  void aKernelIsTheSameWhereverItIsCompiled(String toolchain, String where) throws IOException {
    try (Lane other = open(where, toolchain);
        Scratch scratch = store.scratch()) {
      Path fragment = scratch.folder().resolve("fragment.config");
      Files.writeString(fragment, "CONFIG_64BIT=y\nCONFIG_MODULES=y\nCONFIG_CRC7=m\n");
      KernelDef kernel = tiny(toolchain, fragment);
      Map<String, String> here = kernel(host, kernel, scratch.folder().resolve("a/v1"));
      assertThat(kernel(other, kernel, scratch.folder().resolve("another/directory/v1")))
          .isEqualTo(here);
      assertThat(here.keySet()).contains("vmlinux", "config", "debug/lib/crc7.ko");
      System.out.printf("%d files of the artefact are equal%n", here.size());
    }
  }

  private static KernelDef tiny(String toolchain, Path fragment) {
    return new KernelDef(
        "tiny",
        new KernelSource.Debian(SOURCE),
        new KernelDef.Config(toolchain, "tinyconfig", List.of(fragment)),
        PatchSet.NONE,
        List.of("crc7"),
        KernelDef.Guest.PLAIN);
  }

  /** Returns the digests of a kernel that is built in a separate store with only the source. */
  private Map<String, String> kernel(Lane lane, KernelDef kernel, Path root) throws IOException {
    Store own = new Store(root, lane, LIMIT);
    try (Entry source =
        new DebianSource(host, store, (name, text) -> {})
            .obtain("k", new KernelSource.Debian(SOURCE))) {
      own.obtain(source.key(), directory -> link(source.folder(), directory)).close();
    }
    KernelBuilder builder = new KernelBuilder(lane, own, (name, step, n) -> {});
    KernelBuild built = builder.control(kernel);
    try (KernelArtefact artefact =
        built.artefact().orElseThrow(() -> new AssertionError(built.outcome().toString()))) {
      return DirectoryDigests.of(artefact.folder());
    }
  }

  private void link(Path from, Path to) {
    TreeWork work = new TreeWork(host, store);
    work.link(from.resolve(SourceTree.TREE), to.resolve(SourceTree.TREE));
  }
}
