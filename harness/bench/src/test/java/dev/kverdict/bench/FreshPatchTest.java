package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.patch.PatchReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FreshPatchTest {

  private static final String PATCH =
      """
      What it is for.
      ---
      diff --git a/fs/a.c b/fs/a.c
      --- a/fs/a.c
      +++ b/fs/a.c
      @@ -8,2 +8,4 @@ static int f(struct s *s)
       \tint x;
      +\tif (x)
      +\t\tmend(s->it, x);
       \treturn 0;
      """;

  @Test
  void oneInstructionFollowsTheFirstStatementAndIsCounted() {
    assertThat(FreshPatch.of(PATCH, 4711).orElseThrow())
        .contains("@@ -8,2 +8,5 @@ static int f(struct s *s)\n")
        .contains("+\t\tmend(s->it, x);\n+\t\tasm volatile(\"nopl 4711(%rax)\");\n \treturn 0;\n")
        .startsWith("What it is for.\n");
  }

  @Test
  void eachNumberMakesAnotherPatch() {
    assertThat(FreshPatch.of(PATCH, 1)).isNotEqualTo(FreshPatch.of(PATCH, 2));
  }

  @Test
  void withoutAnAddedStatementThereIsNoPatch() {
    assertThat(FreshPatch.of(PATCH.replace("mend(s->it, x);", "return x;"), 1)).isEmpty();
    assertThat(FreshPatch.of(PATCH.replace("fs/a.c", "fs/a.h"), 1)).isEmpty();
    assertThat(FreshPatch.of(PATCH.replace(" \treturn 0;", " \telse"), 1)).isEmpty();
    assertThat(FreshPatch.of(PATCH.replace("+\t\tmend", "-\t\tmend"), 1)).isEmpty();
    assertThat(FreshPatch.of("no patch at all\n+\tcall(it);\n", 1)).isEmpty();
  }

  @Test
  void theNewPatchCanBeRead() throws Exception {
    Path ours = Path.of("../../kernels/patches/ocfs2-v2-move-extents.patch");
    String varied =
        FreshPatch.of(Files.readString(ours, StandardCharsets.ISO_8859_1), 1 << 20).orElseThrow();
    int lines = Files.readAllLines(ours).size();
    assertThat(varied.lines()).hasSize(lines + 1);
    assertThat(PatchReader.read(varied.getBytes(StandardCharsets.ISO_8859_1), "varied"))
        .isNotNull();
  }
}
