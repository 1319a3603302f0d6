package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a case is made of. */
class CaseFilesTest {

  @TempDir private Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void everythingThatIsNamedBelowTheRootAndNothingElse() throws IOException {
    write(
        "case/kv/case.yaml",
        """
        case: a
        root: ..
        include: [more.yaml]
        patches: {p: {files: [p/one.patch]}}
        repros: {r: {source: src/r.c, image: disk, fails: {crash: [x]}}}
        guards: {g: {script: src/g.sh, steps: [done]}}
        images: {disk: {file: disk.img}}
        """);
    write(
        "case/kv/more.yaml",
        "root: ..\nkernels: {k: {source: {debian: linux-source-6.1}, config: {fragments: [k/f]}}}\n");
    write("case/p/one.patch", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n");
    write("case/src/r.c", "#include <stdio.h>\n #  include \"sub/one.h\"\n#include <two.h>\n");
    write("case/src/sub/one.h", "#include \"beside.h\"\n#include \"../r.c\"\n");
    write("case/src/sub/beside.h", "#include \"../../../outside.h\"\n#include \"missing.h\"\n");
    write("case/src/two.h", "");
    write("case/src/unused.h", "");
    write("case/src/g.sh", "#!/bin/sh\n");
    write("case/k/f", "CONFIG_MINIX_FS=y\n");
    write("case/disk.img", "x");
    write("outside.h", "");
    Path root = folder.resolve("case");
    assertThat(CaseFiles.read(root.resolve("kv/case.yaml")).files())
        .extracting(file -> root.relativize(file).toString())
        .containsExactlyInAnyOrder(
            "kv/case.yaml",
            "kv/more.yaml",
            "p/one.patch",
            "src/r.c",
            "src/sub/one.h",
            "src/sub/beside.h",
            "src/two.h",
            "src/g.sh",
            "k/f",
            "disk.img");
  }
}
