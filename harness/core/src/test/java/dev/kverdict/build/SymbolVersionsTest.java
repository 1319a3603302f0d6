package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On lines of Debian's Module.symvers. */
class SymbolVersionsTest {

  private static final Path STOCK = Path.of("src/test/resources/dev/kverdict/build/stock.symvers");

  @TempDir Path directory;
  private String rebuilt = "";

  @BeforeEach
  void identicalExportsAreNoChange() throws IOException {
    rebuilt =
        String.join(
            "\n",
            Files.readAllLines(STOCK).stream()
                .filter(line -> line.contains("\tfs/ocfs2/"))
                .toList());
  }

  @Test
  void sameChecksumsAreNoChangeAndOtherDirectoriesDoNotMatter() throws IOException {
    assertThat(changes()).isEmpty();
  }

  @Test
  void aChangedChecksumIsReported() throws IOException {
    assertThat(rebuilt).contains("0x7fa0a9f4\tocfs2_stack_glue_register");
    rebuilt = rebuilt.replace("0x7fa0a9f4", "0x11111111");
    assertThat(changes())
        .containsExactly(
            "the types behind ocfs2_stack_glue_register changed: checksum 0x11111111, stock"
                + " 0x7fa0a9f4");
  }

  @Test
  void aRemovedExportIsReported() throws IOException {
    rebuilt = rebuilt.replaceFirst(".*ocfs2_dlm_lock\t.*\n", "");
    assertThat(changes())
        .containsExactly("ocfs2_dlm_lock of the stock kernel is not exported any more");
  }

  @Test
  void newExportsAreNoObjection() throws IOException {
    rebuilt += "\n0x01020304\tbrand_new\tfs/ocfs2/ocfs2\tEXPORT_SYMBOL\t\n";
    assertThat(changes()).isEmpty();
  }

  private List<String> changes() throws IOException {
    Path file = Files.writeString(directory.resolve("Module.symvers"), rebuilt);
    return SymbolVersions.changes(STOCK, file, "fs/ocfs2");
  }
}
