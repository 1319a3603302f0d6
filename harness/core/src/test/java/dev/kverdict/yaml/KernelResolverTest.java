package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels of a matrix, and each mistake that is possible in them. */
class KernelResolverTest extends ResolvedMatrix {

  @Test
  void aKernelIsWhatIsWrittenOfIt() throws IOException {
    KernelDef kernel = kernel(GOOD);
    assertThat(kernel.source()).isEqualTo(new KernelSource.Debian("linux-source-6.1", "6.1.176-1"));
    assertThat(kernel.config().base()).isEqualTo(new ConfigBase.Target("defconfig"));
    assertThat(kernel.modules()).containsExactly("ext4");
    assertThat(kernel.guest().cmdline()).isEqualTo("slub_debug=F");
    assertThat(kernel.guest().memoryMiB()).isEqualTo(300);
    assertThat(kernel.guest().smp()).isEqualTo(4);
    assertThat(kernel.prepare().names()).containsExactly("one.patch");
    KernelDef bare =
        kernel(changed("    memory: 300\n    smp: 4\n", "").replace("base: defconfig, ", ""));
    assertThat(bare.guest().memoryMiB()).isEqualTo(256);
    assertThat(bare.guest().smp()).isEqualTo(2);
    assertThat(bare.config().base()).isEqualTo(ConfigBase.TINY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          source: {debian: linux-source-6.1, version: 6.1.176-1} |        | kernels 'plain' has no source
          base: defconfig    | base: ../config  | '../config' leaves the root
          base: defconfig    | base: conf       | 'conf' is no configuration target
          modules: [ext4]    | modules: ["a b"] | 'a b' cannot be a name
          memory: 300        | memory: 31       | 31 is out of range; use 32 to 1048576
          memory: 300        | memory: 1048577  | 1048577 is out of range
          smp: 4             | smp: 0           | 0 is out of range; use 1 to 64
          smp: 4             | smp: 65          | 65 is out of range
          smp: 4             | smp: four        | wrong type: expected a whole number
          6.1.176-1          | six              | 'six' is no version of a Debian package
          debian: linux      | distro: linux-image, debian: linux | names two sources
          fragments: [a.config] | fragments: [a.config, b.config] | m.yaml:7:53: no such file
          fragments: [a.config] | fragments: [.] | is a directory
          """)
  void aKernelThatCannotBeBuiltIsRefused(String before, String after, String message) {
    assertMistake(this::kernel, before, after, message);
  }

  @Test
  void aKernelWithoutAToolchainIsBuiltWithTheUsualOne() throws IOException {
    Located file = written(GOOD);
    SourceResolver resolver =
        new SourceResolver(At.of(file, "kernels", "plain"), entry(file.spec().kernels(), "plain"));
    assertThat(resolver.toolchain()).isEqualTo("gcc");
    assertThat(resolver.resolve(of("linux-source-6.1", null, null)))
        .isEqualTo(new KernelSource.Debian("linux-source-6.1"));
    for (String version : List.of("1:6.1-1~bpo12+1", "6.1.176-1", "0")) {
      assertThat(resolver.resolve(of("linux-source-6.1", null, version)))
          .isEqualTo(new KernelSource.Debian("linux-source-6.1", version));
    }
    for (String version : List.of("-1", "a:6.1", "6.1;id", "6.1 1", "")) {
      assertThatThrownBy(() -> resolver.resolve(of("linux-source-6.1", null, version)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("is no version of a Debian package");
    }
    assertThatThrownBy(() -> resolver.resolve(of(null, "linux-image-amd64", null)))
        .as("it has a configuration")
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a stock kernel has its own configuration");
  }
}
