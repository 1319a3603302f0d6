package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.model.KernelDef;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigResolverTest {

  private static final String SHA = "ab".repeat(32);

  @TempDir private Path directory;

  @BeforeEach
  void files() throws IOException {
    for (String name : List.of("a.config", "r.c")) {
      Files.writeString(directory.resolve(name), "CONFIG_A=y\n");
    }
  }

  /** Returns the only kernel of a case; the text is the rest of its mapping. */
  private KernelDef kernel(String rest) throws IOException {
    return kernel("debian: linux-source-6.1", rest);
  }

  private KernelDef kernel(String source, String rest) throws IOException {
    String text =
        """
        case: a
        kernels:
          k:
            source: {%s}
            rebuild: [fs/minix]
            %s
        repros: {r: {source: r.c, fails: {crash: [x]}}}
        """
            .formatted(source, rest);
    Path file =
        Files.writeString(
            directory.resolve("m.yaml"),
            source.startsWith("distro") ? text : text.replace("    rebuild: [fs/minix]\n", ""));
    return MatrixReader.read(file).kernels().values().iterator().next();
  }

  private void assertMistake(String rest, String message) {
    assertThatThrownBy(() -> kernel(rest))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(directory.resolve("m.yaml") + ":5:")
        .hasMessageContaining(message);
  }

  @Test
  void wordsBringTheirCommandLineAndMemory() throws IOException {
    KernelDef kernel =
        kernel("config: {with: [kasan, kmemleak, slab-debug]}\n    cmdline: slub_debug=F");
    assertThat(kernel.config())
        .isEqualTo(
            new KernelDef.Config(
                "gcc",
                ConfigBase.TINY,
                true,
                List.of(ConfigWord.KASAN, ConfigWord.KMEMLEAK, ConfigWord.SLAB_DEBUG),
                List.of()));
    assertThat(kernel.guest().cmdline()).isEqualTo("kmemleak=on slub_debug=FZPU slub_debug=F");
    assertThat(kernel.guest().memoryMiB()).isEqualTo(256 + 256 + 128 + 128);
    assertThat(kernel("config: {with: [kasan]}\n    memory: 300").guest().memoryMiB())
        .isEqualTo(300);
  }

  @Test
  void everyWordIsKnown() throws IOException {
    for (ConfigWord word : ConfigWord.values()) {
      assertThat(kernel("config: {with: [" + word.label() + "]}").config().with())
          .containsExactly(word);
    }
    assertMistake(
        "config: {with: [kasan, kmsan]}",
        "'kmsan' is not known; known are: kasan, lockdep, ubsan, kmemleak, kcsan, fault-injection,"
            + " hung-task, slab-debug, usb-gadget, net");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          config: {base: defconfig, fragments: [a.config]} | false | 256
          config: {fragments: [a.config]}                  | false | 256
          config: {base: defconfig}                        | true  | 512
          config: {base: defconfig, with: [net]}           | true  | 512
          config: {with: [net], fragments: [a.config]}     | true  | 256
          config: {base: ./a.config}                       | true  | 1024
          smp: 1                                           | true  | 256
          """)
  void whatAGuestNeedsIsAddedUnlessTargetAndFragmentsSayAll(String rest, boolean guest, int mib)
      throws IOException {
    assertThat(kernel(rest).config().guest()).isEqualTo(guest);
    assertThat(kernel(rest).guest().memoryMiB()).isEqualTo(mib);
    assertThat(kernel(rest).guest().cmdline()).isEmpty();
  }

  @Test
  void aBaseIsATargetAFileOrADownload() throws IOException {
    assertThat(kernel("config: {base: x86_64_defconfig}").config().base())
        .isEqualTo(new ConfigBase.Target("x86_64_defconfig"));
    assertThat(kernel("config: {base: a.config}").config().base())
        .isEqualTo(new ConfigBase.File(directory.resolve("a.config")));
    assertThat(
            kernel("config: {base: {url: https://example.org/x/1.config, sha256: " + SHA + "}}")
                .config()
                .base())
        .isEqualTo(new ConfigBase.Download(URI.create("https://example.org/x/1.config"), SHA));
    assertThat(
            kernel("config: {base: {url: http://example.org/x, sha256: " + SHA.toUpperCase() + "}}")
                .config()
                .base())
        .isEqualTo(new ConfigBase.Download(URI.create("http://example.org/x"), SHA));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          config: {with: [kasan, kasan]}             | 'kasan' is written twice
          config: {with: [kasan, lockdep, kcsan]}    | 'kasan' and 'kcsan' exclude each other
          config: {with: [kcsan, kasan]}             | 'kcsan' and 'kasan' exclude each other
          config: {with: kasan}                      | wrong type: expected a list
          config: {with: [~]}                        | an element of this list is empty
          config: {base: a}                          | 'a' is no configuration target
          config: {base: menuconfig}                 | 'menuconfig' asks questions
          config: {base: ./b.config}                 | no such file
          config: {base: ../a.config}                | leaves the root
          config: {base: https://example.org/x}      | needs its digest; write base: {url: https://example.org/x, sha256: ...}
          config: {base: {url: https://example.org/x}} | needs its digest
          config: {base: {sha256: 00}}               | base has no url
          config: {base: {url: ftp://example.org/x}} | 'ftp://example.org/x' is no address
          config: {base: {url: https://example.org/x, sha256: 12}} | '12' is no SHA-256
          config: {base: {url: https://example.org/x, md5: 12}}    | unknown key 'md5'; known are: sha256, url
          config: {base: [a]}                        | wrong type
          """)
  void saysWhatIsWrong(String rest, String message) {
    assertMistake(rest, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "gcc-11", "gcc-12", "clang-14"})
  void dataRacesNeedACompilerThatTellsVolatileAccessesApart(String toolchain) throws IOException {
    String rest = "config: {with: [kcsan]}\n    toolchain: ";
    assertThat(kernel(rest + toolchain).config().toolchain()).isEqualTo(toolchain);
    assertMistake(
        rest + "gcc-10",
        "'kcsan' needs gcc-11 or newer, or clang; this kernel's toolchain is gcc-10");
  }

  @Test
  void aStockKernelIsNotBuilt() throws IOException {
    assertThat(kernel("distro: linux-image-amd64", "smp: 1").config())
        .isEqualTo(KernelDef.Config.NONE);
    assertThatThrownBy(() -> kernel("distro: linux-image-amd64", "config: {with: [kasan]}"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            ":6:14: a stock kernel is not built, so nothing can be added to it; "
                + "use a source in place of distro: {debian: linux-source-6.1}");
  }
}
