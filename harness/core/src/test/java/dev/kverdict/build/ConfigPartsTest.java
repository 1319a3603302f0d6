package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.kernel.ConfigFragment;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigPartsTest {

  private static final ConfigBase TINY = ConfigBase.TINY;

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private ConfigParts parts(KernelDef.Config config) throws IOException {
    KernelDef def =
        new KernelDef(
            "k",
            new KernelSource.Debian("linux-source-6.1"),
            config,
            PatchSet.NONE,
            List.of(),
            KernelDef.Guest.PLAIN);
    return ConfigParts.read(def, new Store(folder.resolve("v1"), new HostLane(), 1 << 30));
  }

  private static KernelDef.Config with(ConfigBase base, ConfigWord... words) {
    return new KernelDef.Config("gcc", base, true, List.of(words), List.of());
  }

  /** What existing kernels are kept under; another identity would build all of them again. */
  @Test
  void aTargetAndFragmentsAreKnownByTheirBytesAlone() throws IOException {
    Path one = file("one.config", "# why\nCONFIG_A=y\n");
    Path two = file("two.config", "CONFIG_B=n\n");
    ConfigParts parts = parts(new KernelDef.Config("gcc", "tinyconfig", List.of(one, two)));
    assertThat(parts.identity("gcc 12"))
        .containsExactly(Digests.ofFile(one) + " " + Digests.ofFile(two), "tinyconfig", "gcc 12");
  }

  @Test
  void everyPartChangesWhatItIsKnownBy() throws IOException {
    ConfigBase one = new ConfigBase.File(file("one", "CONFIG_A=y\n"));
    ConfigBase other = new ConfigBase.File(file("other", "CONFIG_A=n\n"));
    assertThat(
            List.of(
                parts(with(TINY)).identity(""),
                parts(with(new ConfigBase.Target("defconfig"))).identity(""),
                parts(with(one)).identity(""),
                parts(with(other)).identity(""),
                parts(with(TINY, ConfigWord.KASAN)).identity(""),
                parts(with(TINY, ConfigWord.KCSAN)).identity(""),
                parts(with(one, ConfigWord.KASAN)).identity("")))
        .doesNotHaveDuplicates();
    ConfigBase same = new ConfigBase.File(file("same", "CONFIG_A=y\n"));
    assertThat(parts(with(same)).identity("")).isEqualTo(parts(with(one)).identity(""));
  }

  @Test
  void laterPartsOverrideEarlierOnes() throws IOException {
    Path fragment = file("mine.config", "CONFIG_PVH=n\n");
    ConfigParts parts =
        parts(new KernelDef.Config("gcc", TINY, true, List.of(ConfigWord.NET), List.of(fragment)));
    Path config = file("merged", "CONFIG_IPV6=n\n");
    parts.append(config);
    ConfigFragment merged = new ConfigFragment("", Files.readString(config));
    assertThat(merged.text()).contains("CONFIG_IPV6=n").contains("CONFIG_PVH=y");
    assertThat(merged.options())
        .containsEntry("IPV6", "y")
        .containsEntry("PVH", "n")
        .containsEntry("VT", "n");
  }

  @Test
  void whatKeepsAKernelSmallIsAddedToTheSmallestAlone() throws IOException {
    assertThat(parts(with(TINY)).builtIn())
        .extracting(ConfigFragment::name)
        .containsExactly("tiny", "guest");
    assertThat(parts(with(new ConfigBase.Target("defconfig"), ConfigWord.KASAN)).builtIn())
        .extracting(ConfigFragment::name)
        .containsExactly("guest", "kasan");
  }

  @Test
  void aFragmentMayNotTakeBackWhatAWordPromises() throws IOException {
    Path fragment = file("mine.config", "# CONFIG_KASAN is not set\n");
    assertThatThrownBy(
            () ->
                parts(
                    new KernelDef.Config(
                        "gcc", TINY, true, List.of(ConfigWord.KASAN), List.of(fragment))))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "kernel k: with: kasan needs CONFIG_KASAN=y, and %s says n; ".formatted(fragment)
                + "remove the line, or the word");
  }

  @Test
  void aPageInPlaceOfAConfigurationIsNone() throws IOException {
    Path page = file("page", "<html>no such report</html>\n");
    assertThatThrownBy(() -> parts(with(new ConfigBase.File(page))))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("kernel k, config/base: " + page + ": is no kernel configuration");
  }

  @Test
  void aDownloadIsTheSameAsItsFile() throws IOException {
    String text = "CONFIG_A=y\n";
    try (LocalServer server = new LocalServer()) {
      URI url = server.serve(200, text);
      ConfigParts parts = parts(with(new ConfigBase.Download(url, Digests.ofText(text))));
      assertThat(Objects.requireNonNull(parts.base()).text()).isEqualTo(text);
      assertThat(parts.identity(""))
          .isEqualTo(parts(with(new ConfigBase.File(file("f", text)))).identity(""));
    }
  }

  @Test
  void aKernelThatRunsInstrumentedCodeEarlyIsMadeWithItsOwnStartUpCode() throws IOException {
    ConfigParts parts = parts(with(TINY));
    assertThat(parts.targets(file("a", "CONFIG_KASAN=y\n")))
        .containsExactly("vmlinux", "modules", "bzImage");
    assertThat(parts.targets(file("b", "# CONFIG_KASAN is not set\nCONFIG_PVH=y\n")))
        .containsExactly("vmlinux", "modules");
    assertThat(
            parts(new KernelDef.Config("gcc", "tinyconfig", List.of()))
                .targets(file("c", "CONFIG_KASAN=y\n")))
        .as("a kernel of fragments is made as it was")
        .containsExactly("vmlinux", "modules");
  }
}
