package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.patch.ParsedPatch;
import dev.kverdict.patch.PatchReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleChangeTest {

  private static final ObjectIndex INDEX =
      new ObjectIndex(
          Map.of(
              "fs/one/a.c", List.of(use("fs/one/a.o", "../fs/one/a.c")),
              "fs/one/one.h",
                  List.of(
                      use("fs/one/a.o", "../fs/one/./one.h"),
                      use("fs/one/sub/b.o", "../fs/one/sub/../one.h")),
              "fs/one/trace.h", List.of(use("fs/one/a.o", "../include/trace/../../fs/one/trace.h")),
              "fs/one/lost.c", List.of(use("fs/one/lost.o", "../fs/one/lost.c")),
              "fs/inode.c", List.of(use("fs/inode.o", "../fs/inode.c")),
              "fs/mixed.h",
                  List.of(use("fs/one/a.o", "../fs/mixed.h"), use("fs/inode.o", "../fs/mixed.h"))),
          Map.of(
              "fs/one/a.o", List.of("fs/one/one"),
              "fs/one/sub/b.o", List.of("fs/one/sub/two"),
              "fs/one/lost.o", List.of("fs/one/lost")),
          List.of("fs/one/one", "fs/one/sub/two"));

  private static ObjectIndex.Use use(String object, String spelled) {
    return new ObjectIndex.Use(object, spelled);
  }

  private static List<ParsedPatch> patch(String before, String after) {
    String text = "--- %s\n+++ %s\n@@ -1,1 +1,1 @@\n-int a;\n+int b;\n".formatted(before, after);
    return PatchReader.read(text.getBytes(StandardCharsets.UTF_8), "test.patch");
  }

  private static List<ParsedPatch> patch(String file) {
    return patch("a/" + file, "b/" + file);
  }

  private static ModuleChange change(List<ParsedPatch> patches) throws ModuleChange.Unfit {
    return ModuleChange.of(patches, INDEX, List.of("CONFIG_MODULES=y"));
  }

  @Test
  void aSourceOfOneModuleChangesThatModule() throws ModuleChange.Unfit {
    ModuleChange change = change(patch("fs/one/a.c"));
    assertThat(change.objects()).containsExactly("fs/one/a.o");
    assertThat(change.modules()).containsExactly("fs/one/one");
    assertThat(change.directories()).containsExactly("fs/one");
  }

  @Test
  void aHeaderChangesAllModulesThatWereCompiledFromIt() throws ModuleChange.Unfit {
    ModuleChange change = change(patch("fs/one/one.h"));
    assertThat(change.modules()).containsExactly("fs/one/one", "fs/one/sub/two");
    assertThat(change.directories()).contains("fs/one/sub");
  }

  @Test
  void directoriesThatAPathOnlyPassesMustBeReal() throws ModuleChange.Unfit {
    assertThat(change(patch("fs/one/trace.h")).directories())
        .containsExactly("fs/one", "include", "include/trace");
  }

  @ParameterizedTest
  @CsvSource({
    "fs/inode.c, which is in no module",
    "fs/mixed.h, which is in no module",
    "fs/one/lost.c, which is in no module",
    "include/linux/fs.h, no object is known",
    "arch/x86/kernel/head.c, no object is known",
    "fs/one/unused.c, no object is known",
    "fs/one/Makefile, is no C file",
    "fs/one/Kconfig, is no C file",
    "fs/one/table.S, is no C file",
  })
  void whatMayConcernMoreIsMadeAsAWhole(String file, String why) {
    assertThatThrownBy(() -> change(patch(file)))
        .isInstanceOf(ModuleChange.Unfit.class)
        .hasMessageContaining(file)
        .hasMessageContaining(why);
  }

  @Test
  void oneFileOfManyIsEnough() {
    List<ParsedPatch> both =
        List.of(patch("fs/one/a.c").get(0), patch("include/linux/fs.h").get(0));
    assertThatThrownBy(() -> change(both)).isInstanceOf(ModuleChange.Unfit.class);
  }

  @Test
  void newRemovedOrRenamedFilesNeedAWholeBuild() {
    for (List<ParsedPatch> patch :
        List.of(
            patch("/dev/null", "b/fs/one/a.c"),
            patch("a/fs/one/a.c", "/dev/null"),
            PatchReader.read(
                """
                diff --git a/fs/one/a.c b/fs/one/c.c
                similarity index 100%
                rename from fs/one/a.c
                rename to fs/one/c.c
                """
                    .getBytes(StandardCharsets.UTF_8),
                "rename.patch"))) {
      assertThatThrownBy(() -> change(patch)).hasMessageContaining("is new, gone, renamed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONFIG_MODVERSIONS=y",
        "CONFIG_MODULE_SRCVERSION_ALL=y",
        "CONFIG_TRIM_UNUSED_KSYMS=y",
        "CONFIG_DEBUG_INFO_BTF_MODULES=y",
        "CONFIG_MODULE_SIG=y",
        "CONFIG_MODULE_COMPRESS_XZ=y",
        "CONFIG_LTO_CLANG=y"
      })
  void modulesThatDependOnMoreThanTheirObjectsAreMadeAsAWhole(String option) {
    assertThatThrownBy(() -> ModuleChange.of(patch("fs/one/a.c"), INDEX, List.of(option)))
        .hasMessage(option);
  }

  @Test
  void modulesThatAreNotCompressedAreFine() throws ModuleChange.Unfit {
    List<String> config =
        List.of("CONFIG_MODULE_COMPRESS_NONE=y", "# CONFIG_MODVERSIONS is not set");
    assertThat(ModuleChange.of(patch("fs/one/a.c"), INDEX, config).modules()).hasSize(1);
  }
}
