package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.patch.PatchSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleObjectsTest {

  @TempDir Path tree;

  @BeforeEach
  void builtTree() throws IOException {
    touch("fs/a/module.c", "fs/a/module.o", "fs/a/sub/part.c", "fs/a/sub/part.o", "fs/a/a.h");
    touch("fs/b/module.c", "fs/b/module.o", "fs/b/inside.c", "fs/b/entry.S", "fs/b/b.h");
  }

  @Test
  void codeOfAModuleMayChange() throws IOException {
    assertThat(objections("fs/a/module.c", "fs/a/sub/part.c", "fs/b/module.c")).isEmpty();
  }

  @Test
  void codeWithoutAnObjectHadNoEffect() throws IOException {
    assertThat(objections("fs/b/inside.c", "fs/b/entry.S"))
        .containsExactly(
            "fs/b/entry.S is no part of a module in the stock kernel",
            "fs/b/inside.c is no part of a module in the stock kernel");
  }

  @Test
  void aHeaderMayChangeWhereAllCodeBesideItIsRebuilt() throws IOException {
    assertThat(objections("fs/a/a.h")).isEmpty();
  }

  @Test
  void aHeaderMustNotChangeBesideCodeThatIsNotRebuilt() throws IOException {
    assertThat(objections("fs/b/b.h"))
        .hasSize(2)
        .contains(
            "fs/b/b.h may be used by fs/b/inside.c, which is no part of a module in the stock"
                + " kernel");
  }

  @Test
  void aRemovedFileNeedsNoObject() throws IOException {
    assertThat(objections("fs/b/gone.c")).isEmpty();
  }

  private List<String> objections(String... paths) throws IOException {
    StringBuilder diff = new StringBuilder();
    for (String path : paths) {
      diff.append("--- a/%s\n+++ b/%s\n@@ -1 +1 @@\n-int old;\n+int new;\n".formatted(path, path));
    }
    return ModuleObjects.objections(
        tree, List.of("fs/a", "fs/b"), PatchSet.of("test.patch", diff.toString()).paths());
  }

  private void touch(String... paths) throws IOException {
    for (String path : paths) {
      Path file = tree.resolve(path);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.createFile(file);
    }
  }
}
