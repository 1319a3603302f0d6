package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockKernelTest {

  private static final String GOOD =
      """
      case: a
      kernels:
        whole: {source: {debian: linux-source-6.1}}
        stock:
          source: {distro: linux-image-amd64}
          prepare: [one.patch]
          rebuild: [fs/ext4, fs/jbd2]
          otherwise: whole
          modules: [ext4]
      repros: {r: {source: r.c, fails: {crash: [x]}}}
      claims: [{id: C, says: it crashes, repro: r, expect: crash}]
      """;

  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(directory.resolve("one.patch"), "x\n");
    Files.writeString(directory.resolve("r.c"), "x\n");
  }

  @Test
  void hasDirectoriesAStandInAndNoConfiguration() throws IOException {
    KernelDef stock = read(GOOD).kernels().get("stock");
    assertThat(stock.source())
        .isEqualTo(
            new KernelSource.Distro("linux-image-amd64", List.of("fs/ext4", "fs/jbd2"), "whole"));
    assertThat(stock.otherwise()).isEqualTo("whole");
    assertThat(stock.config()).isEqualTo(KernelDef.Config.NONE);
    assertThat(stock.config().toolchain()).isEmpty();
    assertThat(stock.guest().memoryMiB()).isEqualTo(512);
    assertThat(read(GOOD).kernels().get("whole").otherwise()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "6.1.176-1, 6.1.176-1",
    "\"6.1.176-1\", 6.1.176-1",
    "6.10, 6.10",
    "1:6.1~rc3-1~exp1+b1, 1:6.1~rc3-1~exp1+b1"
  })
  void versionMayBePinned(String written, String version) throws IOException {
    Matrix matrix =
        read(
            GOOD.replace("linux-source-6.1}", "linux-source-6.1, version: " + written + "}")
                .replace("linux-image-amd64}", "linux-image-amd64, version: " + written + "}"));
    assertThat(matrix.kernels().get("whole").source())
        .isEqualTo(new KernelSource.Debian("linux-source-6.1", version));
    assertThat(((KernelSource.Distro) matrix.kernels().get("stock").source()).version())
        .isEqualTo(version);
  }

  @Test
  void aStandInHasNoCellsAndNoClaims() throws IOException {
    Matrix matrix = read(GOOD);
    assertThat(matrix.ownKernels()).extracting(KernelDef::name).containsExactly("stock");
    assertThat(matrix.claims().get(0).experiments().get(0).kernel()).isEqualTo("stock");
    Matrix apart = read(GOOD.replace("    otherwise: whole\n", ""));
    assertThat(apart.ownKernels()).extracting(KernelDef::name).containsExactly("whole", "stock");
    assertThat(apart.claims().get(0).experiments().get(0).kernel()).isEqualTo("whole");
  }

  @Test
  void preparePatchesMayImplyWhatIsRebuilt() throws IOException {
    Matrix matrix = read(GOOD.replace("    rebuild: [fs/ext4, fs/jbd2]\n", ""));
    assertThat(((KernelSource.Distro) matrix.kernels().get("stock").source()).rebuild()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {distro: linux-image-amd64}  | {distro: linux-image-amd64, debian: b} | m.yaml:5:5: names two sources
          {distro: linux-image-amd64}  | {distro: linux-source-6.1}  | m.yaml:5:5: names no image package
          {distro: linux-image-amd64}  | {distro: -o}                | names no image package
          {distro: linux-image-amd64}  | {debian: linux-source-6.1}  | m.yaml:7:5: goes with a distro: source only
          linux-image-amd64}           | linux-image-amd64, version: newest}     | m.yaml:5:41: 'newest' is no version
          linux-image-amd64}           | linux-image-amd64, version: 6.1-1 -o}   | m.yaml:5:41: '6.1-1 -o' is no version
          linux-image-amd64}           | linux-image-amd64, version: '6.1='}     | m.yaml:5:41: '6.1=' is no version
          linux-image-amd64}           | linux-image-amd64, version: ''}         | m.yaml:5:41: '' is no version
          linux-source-6.1}            | linux-source-6.1, version: 6.1_1}       | '6.1_1' is no version
          modules: [ext4]              | config: {base: defconfig}   | m.yaml:9:5: a stock kernel has its own configuration
          modules: [ext4]              | toolchain: gcc-12           | m.yaml:9:5: modules of a stock kernel are built with the compiler that built the kernel
          fs/ext4                      | ../fs                       | m.yaml:7:15: '../fs' is no directory
          fs/ext4                      | /fs                         | '/fs' is no directory
          fs/ext4                      | fs//ext4                    | 'fs//ext4' is no directory
          fs/ext4                      | -fs                         | '-fs' is no directory
          fs/ext4                      | fs/jbd2/x                   | 'fs/jbd2/x' lies in 'fs/jbd2'
          otherwise: whole             | otherwise: hole             | m.yaml:8:5: no kernel 'hole'; known are: whole, stock
          otherwise: whole             | otherwise: stock            | m.yaml:8:5: 'stock' is a stock kernel, too
          """)
  void saysWhereAndWhatIsWrong(String before, String after, String message) {
    assertThat(GOOD).contains(before);
    assertThatThrownBy(() -> read(GOOD.replace(before, after)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:")
        .hasMessageContaining(message);
  }

  @Test
  void nothingToRebuildIsAnError() {
    String bare =
        GOOD.replace("    rebuild: [fs/ext4, fs/jbd2]\n", "")
            .replace("    prepare: [one.patch]\n", "");
    assertThatThrownBy(() -> read(bare)).hasMessageContaining("does not say what is rebuilt");
  }

  @Test
  void onlyStockKernelsHaveAStandIn() {
    assertThatThrownBy(() -> read(GOOD.replace("6.1}}", "6.1}, otherwise: stock}")))
        .hasMessageContaining("goes with a distro: or prebuilt: source only");
  }

  private Matrix read(String text) throws IOException {
    return MatrixReader.read(Files.writeString(directory.resolve("m.yaml"), text));
  }
}
