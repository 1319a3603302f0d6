package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small tree as kbuild leaves it, and a copy of it in which a module can be made again. */
class QuickVariantTest {

  @TempDir private Path directory;

  @BeforeEach
  void build() throws IOException {
    write("fs/one/a.c", "a");
    write("fs/one/one.h", "one");
    write("fs/one/sub/b.c", "b");
    write("fs/other/c.c", "c");
    write("include/trace/define.h", "define");
    write("tools/objtool/check.c", "check");
    write("tools/perf/perf.c", "perf");
    write("build/modules.order", "fs/one/one.ko\nfs/one/sub/two.ko\n");
    write("build/fs/one/one.mod", "fs/one/a.o\n");
    write("build/fs/one/sub/two.mod", "fs/one/sub/b.o\n");
    write("build/fs/one/one.ko", "one");
    write("build/fs/one/sub/two.ko", "two");
    write("build/fs/one/a.o", "object");
    write("build/fs/other/c.o", "object");
    write("build/vmlinux", "kernel");
    write("build/vmlinux.o", "kernel");
    write("build/include/generated/a.h", "generated");
    record("fs/one/a.o", "../fs/one/a.c", "../include/trace/../../fs/one/one.h");
    record("fs/one/sub/b.o", "../fs/one/sub/b.c", "../fs/one/sub/../one.h");
    record("fs/other/c.o", "../fs/other/c.c", "../include/trace/define.h");
  }

  private Path tree() {
    return directory.resolve("tree");
  }

  private void write(String file, String text) throws IOException {
    Path path = tree().resolve(file);
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    Files.writeString(path, text);
  }

  /** Writes a record like fixdep. */
  private void record(String object, String source, String header) throws IOException {
    write(
        ObjectIndexReader.record(Path.of("build"), object).toString(),
        """
        cmd_%1$s := gcc -c -o %1$s %2$s

        source_%1$s := %2$s

        deps_%1$s := \\
          %3$s \\
            $(wildcard include/config/FOO) \\
          include/generated/a.h \\

        %1$s: $(deps_%1$s)
        """
            .formatted(object, source, header));
  }

  private ObjectIndex index() throws IOException {
    return ObjectIndexReader.read(tree().resolve("build"));
  }

  private static ModuleChange change(Set<String> directories) {
    return new ModuleChange(
        new TreeSet<>(Set.of("fs/one/one.h")),
        new TreeSet<>(Set.of("fs/one/a.o")),
        new TreeSet<>(Set.of("fs/one/one")),
        new TreeSet<>(directories));
  }

  private Path linked(Set<String> directories) throws IOException {
    Path to = directory.resolve("linked");
    LinkedTree.source(tree(), to, directories);
    LinkedTree.output(
        tree().resolve("build"),
        to.resolve("build"),
        Set.of(Path.of("fs/one"), Path.of("fs/one/sub")));
    return to;
  }

  @Test
  void theIndexMapsSourcesToObjectsAndModules() throws IOException {
    ObjectIndex index = index();
    assertThat(index.uses().get("fs/one/one.h"))
        .containsExactlyInAnyOrder(
            new ObjectIndex.Use("fs/one/a.o", "../include/trace/../../fs/one/one.h"),
            new ObjectIndex.Use("fs/one/sub/b.o", "../fs/one/sub/../one.h"));
    assertThat(index.uses())
        .containsKey("fs/other/c.c")
        .doesNotContainKey("include/trace/define.h");
    assertThat(index.modules())
        .isEqualTo(
            Map.of(
                "fs/one/a.o", List.of("fs/one/one"), "fs/one/sub/b.o", List.of("fs/one/sub/two")));
    assertThat(index.order()).containsExactly("fs/one/one", "fs/one/sub/two");
    Path file = directory.resolve("index");
    index.save(file);
    assertThat(ObjectIndex.load(file)).isEqualTo(index);
  }

  @Test
  void newerKernelsListObjectsInTheOrderOfModules() throws IOException {
    write("build/modules.order", "fs/one/one.o\n");
    assertThat(index().order()).containsExactly("fs/one/one");
  }

  @Test
  void onlyWhatIsAskedForIsReal() throws IOException {
    Path to = linked(Set.of("fs/one"));
    assertThat(to.resolve("fs/one")).isDirectory().doesNotHave(symbolicLink());
    assertThat(to.resolve("fs/one/sub")).isSymbolicLink();
    assertThat(to.resolve("fs/other")).isSymbolicLink();
    assertThat(to.resolve("include")).isSymbolicLink();
    assertThat(to.resolve("tools/objtool")).isDirectory().doesNotHave(symbolicLink());
    assertThat(to.resolve("tools/perf")).isSymbolicLink();
    assertThat(to.resolve("fs/one/a.c")).hasContent("a");
  }

  @Test
  void nothingThatWasBuiltIsSharedAndNothingIsMissingThatModulesAreMadeFrom() throws IOException {
    Path to = linked(Set.of("fs/one"));
    for (String file :
        List.of(
            "modules.order", "vmlinux.o", "fs/one/one.ko", "fs/one/a.o", "include/generated/a.h")) {
      Path copy = to.resolve("build").resolve(file);
      Path original = tree().resolve("build").resolve(file);
      assertThat(copy).doesNotHave(symbolicLink()).hasSameTextualContentAs(original);
      assertThat(Files.isSameFile(copy, original)).as(file).isFalse();
    }
    assertThat(to.resolve("build/vmlinux")).doesNotExist();
    assertThat(to.resolve("build/fs/other/c.o")).doesNotExist();
  }

  @Test
  void aPathThatLeadsBackToTheControlIsNoticed() throws IOException {
    Path narrow = linked(Set.of("fs/one"));
    assertThatThrownBy(
            () ->
                QuickVariant.requireReached(
                    change(Set.of("fs/one")), narrow, narrow.resolve("build")))
        .isInstanceOf(ModuleChange.Unfit.class)
        .hasMessageContaining("../include/trace/../../fs/one/one.h");
  }

  @Test
  void aPathThroughRealDirectoriesLeadsToTheChangedFile() throws IOException {
    Set<String> directories = Set.of("fs/one", "include", "include/trace");
    Path whole = linked(directories);
    assertThatCode(
            () -> QuickVariant.requireReached(change(directories), whole, whole.resolve("build")))
        .doesNotThrowAnyException();
  }

  @Test
  void anUnforeseenChangeOfAModuleIsNoticed() throws IOException {
    Path to = linked(Set.of("fs/one"));
    ModuleChange change = change(Set.of("fs/one"));
    List<String> order = List.of("fs/one/one", "fs/one/sub/two");
    Path before = tree().resolve("build");
    Path after = to.resolve("build");
    Files.writeString(after.resolve("fs/one/one.ko"), "foreseen");
    assertThatCode(() -> QuickVariant.requireOthersAsBefore(change, order, before, after))
        .doesNotThrowAnyException();
    Files.writeString(after.resolve("fs/one/sub/two.ko"), "unforeseen");
    assertThatThrownBy(() -> QuickVariant.requireOthersAsBefore(change, order, before, after))
        .isInstanceOf(ModuleChange.Unfit.class)
        .hasMessageContaining("fs/one/sub/two.ko");
  }

  /** A pipe would block its reader, and a link leads to another file of the host. */
  @Test
  void onlyPlainFilesAreRead() throws IOException {
    Path to = linked(Set.of("fs/one"));
    ModuleChange change = change(Set.of("fs/one"));
    Path before = tree().resolve("build");
    Path after = to.resolve("build");
    Path module = after.resolve("fs/one/sub/two.ko");
    Files.delete(module);
    pipe(module);
    assertThatThrownBy(
            () ->
                QuickVariant.requireOthersAsBefore(
                    change, List.of("fs/one/sub/two"), before, after))
        .isInstanceOf(ModuleChange.Unfit.class);
    Files.delete(module);
    Files.createSymbolicLink(module, before.resolve("fs/one/sub/two.ko"));
    assertThatThrownBy(
            () ->
                QuickVariant.requireOthersAsBefore(
                    change, List.of("fs/one/sub/two"), before, after))
        .isInstanceOf(ModuleChange.Unfit.class);
    Path record = ObjectIndexReader.record(after, "fs/one/a.o");
    Files.delete(record);
    pipe(record);
    assertThatThrownBy(() -> QuickVariant.requireReached(change, to, after))
        .isInstanceOf(ModuleChange.Unfit.class)
        .hasMessageContaining("no record");
  }

  private void pipe(Path path) {
    Command mkfifo = Command.of(directory, "mkfifo", path.toString());
    assertThat(new HostLane(Map.of()).run(mkfifo.asChore()).ok()).isTrue();
  }

  private static org.assertj.core.api.Condition<Path> symbolicLink() {
    return new org.assertj.core.api.Condition<>(Files::isSymbolicLink, "a symbolic link");
  }
}
