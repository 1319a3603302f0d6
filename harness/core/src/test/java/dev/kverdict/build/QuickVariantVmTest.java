package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the quick variant with a whole build, on the kernel of the first case. */
@Tag("vm") // needs no machine, but a built kernel
class QuickVariantVmTest {

  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

  @TempDir private Path directory;
  private final Lane lane = new HostLane();
  private final Store store =
      new Store(Store.defaultRoot(System.getenv()), lane, Store.defaultLimit(System.getenv()));
  private final KernelBuilder builder = new KernelBuilder(lane, store, (kernel, step, n) -> {});
  private final KernelDef kernel =
      MatrixReader.read(HOME.resolve("ci/ocfs2-extent-cache.yaml")).kernels().get("debian-6.1");

  private PatchDef patch(String name, Path file) {
    return new PatchDef(name, PatchSet.read(List.of(file)), Map.of());
  }

  /** A patch that puts one text in the place of another. */
  private PatchDef replacing(String file, String before, String after) throws IOException {
    Path source = control().resolve(file);
    String text = Files.readString(source);
    assertThat(text).contains(before);
    Path old = directory.resolve("a").resolve(file);
    Path now = directory.resolve("b").resolve(file);
    Files.createDirectories(Objects.requireNonNull(old.getParent()));
    Files.createDirectories(Objects.requireNonNull(now.getParent()));
    Files.writeString(old, text);
    Files.writeString(now, text.replace(before, after));
    Path patch = directory.resolve("test.patch");
    lane.run(
        Command.of(directory, "sh", "-c", "diff -u \"a/$1\" \"b/$1\" >test.patch", "sh", file)
            .asChore());
    return patch("test", patch);
  }

  private Path control() {
    try (Entry tree = builder.tree(kernel)) {
      return tree.folder().resolve(SourceTree.TREE);
    }
  }

  /** Builds both ways and compares every file that is not the log. */
  private List<String> compared(PatchDef patch) throws IOException {
    try (KernelArtefact quick = builder.patched(kernel, patch).artefact().orElseThrow();
        KernelArtefact whole = builder.patchedWhole(kernel, patch).artefact().orElseThrow();
        KernelArtefact control = builder.control(kernel).artefact().orElseThrow()) {
      assertThat(quick.codeDigest()).isEqualTo(whole.codeDigest());
      assertThat(quick.codeDigest()).isNotEqualTo(control.codeDigest());
      assertThat(quick.buildIds()).isEqualTo(whole.buildIds());
      Map<String, String> files = DirectoryDigests.of(quick.folder());
      assertThat(DirectoryDigests.differing(files, DirectoryDigests.of(whole.folder()))).isEmpty();
      System.out.printf("%d files of the artefact are equal both ways%n", files.size());
      return Files.readAllLines(quick.log());
    }
  }

  /** Returns names, times, sizes and places on disk, and the bytes of everything built. */
  private static Map<String, String> state(Path tree) throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Map<String, Object> facts =
            Files.readAttributes(
                file, "unix:ino,size,lastModifiedTime,mode", LinkOption.NOFOLLOW_LINKS);
        boolean bytes =
            file.startsWith(tree.resolve("build")) || file.startsWith(tree.resolve("fs/ocfs2"));
        state.put(
            tree.relativize(file).toString(),
            new TreeMap<>(facts)
                + (bytes && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Digests.ofFile(file)
                    : ""));
      }
    }
    return state;
  }

  @Test
  void aModuleMadeAloneEqualsThatOfAWholeBuildAndTheControlIsNotTouched() throws IOException {
    Path tree = control();
    Map<String, String> before = state(tree);
    List<String> log = compared(patch("v1", HOME.resolve("kernels/patches/ocfs2-v1-cow.patch")));
    assertThat(log.get(0)).isEqualTo("kverdict: only these modules are made: fs/ocfs2/ocfs2");
    assertThat(state(tree)).isEqualTo(before);
  }

  @Test
  void aHeaderOfSeveralModulesMakesThemAll() throws IOException {
    List<String> log =
        compared(
            replacing(
                "fs/ocfs2/cluster/masklog.h",
                "#define MLOG_MASK_PREFIX 0",
                "#define MLOG_MASK_PREFIX ML_HEARTBEAT"));
    assertThat(log.get(0)).contains("ocfs2_nodemanager", "ocfs2_dlm", "fs/ocfs2/ocfs2");
  }

  @Test
  void anEventReachedThroughAnotherDirectoryIsTheChangedOne() throws IOException {
    List<String> log =
        compared(replacing("fs/ocfs2/ocfs2_trace.h", "TP_printk(\"%d\"", "TP_printk(\"%d \""));
    assertThat(log.get(0)).startsWith("kverdict: only these modules are made: fs/ocfs2/ocfs2");
  }

  @Test
  void aNewSymbolForOtherModulesIsInAllIndexes() throws IOException {
    List<String> log =
        compared(
            replacing(
                "fs/ocfs2/stackglue.c",
                "EXPORT_SYMBOL_GPL(ocfs2_plock);",
                "EXPORT_SYMBOL_GPL(ocfs2_plock);\n"
                    + "int kverdict_planted(int a);\n"
                    + "int kverdict_planted(int a)\n{\n\treturn a;\n}\n"
                    + "EXPORT_SYMBOL_GPL(kverdict_planted);"));
    assertThat(log.get(0)).endsWith("fs/ocfs2/ocfs2_stackglue");
  }

  @Test
  void aFileOfTheKernelItselfMakesEverything() throws IOException {
    try (KernelArtefact built =
        builder
            .patched(
                kernel,
                replacing("fs/pipe.c", "\tpipe_lock(pipe);", "\tpipe_lock(pipe); cpu_relax();"))
            .artefact()
            .orElseThrow()) {
      assertThat(Files.readAllLines(built.log()).get(0))
          .isEqualTo(
              "kverdict: the whole kernel is made: fs/pipe.c is part of fs/pipe.o, which is in no"
                  + " module");
    }
  }
}
