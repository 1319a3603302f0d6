package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.patch.PatchSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockKernelCheckTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fs/ocfs2/file.c                   | fs/ocfs2/file.c        | ''
          fs/ocfs2/dlm/dlmast.c             | fs/ocfs2/dlm/dlmast.c  | ''
          fs/ocfs2/new.c                    | ''                     | ''
          lib/crc16.c                       | lib/crc16.c            | ''
          fs/ext4/file.c                    | fs/ext4/file.c         | fs/ext4/file.c lies outside
          fs/ocfs2.c                        | fs/ocfs2.c             | fs/ocfs2.c lies outside
          fs/ocfs2x/file.c                  | fs/ocfs2x/file.c       | fs/ocfs2x/file.c lies outside
          include/linux/fs.h                | include/linux/fs.h     | include/linux/fs.h lies outside
          include/trace/events/ocfs2.h      | ''                     | include/trace/events/ocfs2.h lies outside
          mm/slub.c                         | mm/slub.c              | mm/slub.c lies outside
          fs/ocfs2/Makefile                 | fs/ocfs2/Makefile      | fs/ocfs2/Makefile decides what is built
          fs/ocfs2/dlm/Kbuild               | ''                     | fs/ocfs2/dlm/Kbuild decides
          fs/ocfs2/Kconfig                  | fs/ocfs2/Kconfig       | fs/ocfs2/Kconfig decides
          fs/ocfs2/Kconfig.debug            | ''                     | fs/ocfs2/Kconfig.debug decides
          fs/ocfs2/moved.c                  | fs/ext4/moved.c        | fs/ext4/moved.c lies outside
          fs/ext4/moved.c                   | fs/ocfs2/moved.c       | fs/ext4/moved.c lies outside
          ''                                | fs/ocfs2/gone.c        | ''
          """)
  void onlyFilesOfModulesThatAreRebuiltMayChange(String after, String before, String objection) {
    List<String> objections =
        StockKernelCheck.objections(
            new TreeSet<>(List.of("fs/ocfs2", "lib")), patches(diff(before, after)));
    if (objection.isEmpty()) {
      assertThat(objections).isEmpty();
    } else {
      assertThat(objections).anySatisfy(line -> assertThat(line).contains(objection));
    }
  }

  @Test
  void everyFileOfEveryPatchCounts() {
    assertThat(
            StockKernelCheck.objections(
                new TreeSet<>(List.of("fs/ocfs2")),
                patches(
                    diff("fs/ocfs2/file.c", "fs/ocfs2/file.c"),
                    diff("fs/ocfs2/dir.c", "fs/ocfs2/dir.c") + diff("fs/namei.c", "fs/namei.c"))))
        .containsExactly("fs/namei.c lies outside of what is rebuilt (fs/ocfs2)");
  }

  @Test
  void directoriesAreTheOutermostThatThePatchesTouch() {
    assertThat(
            StockKernelCheck.touched(
                patches(
                    diff("fs/ocfs2/dlm/a.c", "fs/ocfs2/dlm/a.c"),
                    diff("fs/ocfs2/b.c", "fs/ocfs2/b.c"),
                    diff("fs/ocfs2x/c.c", ""),
                    diff("", "Makefile"))))
        .containsExactly("fs/ocfs2", "fs/ocfs2x");
  }

  @Test
  void preparePatchesAreCheckedToo() throws IOException {
    Path inside = write("inside.patch", diff("fs/ocfs2/a.c", "fs/ocfs2/a.c"));
    Path outside = write("outside.patch", diff("mm/slub.c", "mm/slub.c"));
    KernelDef stock =
        kernel(new KernelSource.Distro("linux-image-amd64", List.of("fs/ocfs2"), null), inside);
    assertThat(StockKernelCheck.objections(stock, PatchSet.read(List.of(inside)))).isEmpty();
    assertThat(StockKernelCheck.objections(stock, PatchSet.read(List.of(outside)))).hasSize(1);
    KernelDef bad =
        kernel(
            new KernelSource.Distro("linux-image-amd64", List.of("fs/ocfs2"), null),
            inside,
            outside);
    assertThat(StockKernelCheck.objections(bad, PatchSet.read(List.of(inside)))).hasSize(1);
  }

  @Test
  void pathsWithoutAPrefixAreInTheSameModule() throws IOException {
    String diff = diff("fs/ocfs2/a.c", "fs/ocfs2/a.c");
    KernelDef stock =
        kernel(new KernelSource.Distro("linux-image-amd64", List.of("fs/ocfs2"), null));
    for (String prefix : List.of("", "linux/", "./")) {
      Path bare =
          write("p.patch", diff.replaceAll("([ab])/fs", prefix + "fs").replaceAll("/+", "/"));
      assertThat(StockKernelCheck.objections(stock, PatchSet.read(List.of(bare)))).isEmpty();
    }
    Path tools = write("t.patch", diff("tools/fs/ocfs2/a.c", "tools/fs/ocfs2/a.c"));
    assertThat(StockKernelCheck.objections(stock, PatchSet.read(List.of(tools))))
        .containsExactly("tools/fs/ocfs2/a.c lies outside of what is rebuilt (fs/ocfs2)");
  }

  @Test
  void aKernelBuiltFromSourceTakesAnyPatch() throws IOException {
    Path outside = write("outside.patch", diff("mm/slub.c", "mm/slub.c"));
    assertThat(
            StockKernelCheck.objections(
                kernel(new KernelSource.Debian("linux-source-6.1")),
                PatchSet.read(List.of(outside))))
        .isEmpty();
  }

  private static KernelDef kernel(KernelSource source, Path... prepare) {
    return new KernelDef(
        "k",
        source,
        KernelDef.Config.NONE,
        PatchSet.read(List.of(prepare)),
        List.of(),
        KernelDef.Guest.PLAIN);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static SortedSet<String> patches(String... diffs) {
    PatchSet all = PatchSet.NONE;
    for (String diff : diffs) {
      all = all.and(PatchSet.of("test.patch", diff));
    }
    return all.paths();
  }

  private static String diff(String before, String after) {
    return "--- %s\n+++ %s\n@@ -%s +%s @@\n%s%s"
        .formatted(
            before.isEmpty() ? "/dev/null" : "a/" + before,
            after.isEmpty() ? "/dev/null" : "b/" + after,
            before.isEmpty() ? "0,0" : "1",
            after.isEmpty() ? "0,0" : "1",
            before.isEmpty() ? "" : "-int old;\n",
            after.isEmpty() ? "" : "+int new;\n");
  }
}
