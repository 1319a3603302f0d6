package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.kernel.ConfigFragment;
import dev.kverdict.kernel.Kconfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignConfigTest {

  @TempDir private Path source;

  private static ForeignConfig config(String... lines) {
    return new ForeignConfig(new ConfigFragment("syzbot.config", String.join("\n", lines)));
  }

  @Test
  void whatOnlyAnotherHostCanBuildIsTakenBack() throws IOException {
    ForeignConfig config =
        config(
            "CONFIG_SYSTEM_TRUSTED_KEYS=\"debian/certs/debian-uefi-certs.pem\"",
            "CONFIG_SYSTEM_REVOCATION_KEYS=\"\"",
            "CONFIG_DEBUG_INFO_BTF=y");
    assertThat(config.changes(source, false))
        .containsOnlyKeys("CONFIG_SYSTEM_TRUSTED_KEYS=\"\"", "CONFIG_DEBUG_INFO_BTF=n");
    assertThat(config.changes(source, true)).containsOnlyKeys("CONFIG_SYSTEM_TRUSTED_KEYS=\"\"");
    Files.createDirectories(source.resolve("debian/certs"));
    Files.writeString(source.resolve("debian/certs/debian-uefi-certs.pem"), "a certificate");
    assertThat(config.changes(source, true)).isEmpty();
  }

  @Test
  void optionsThatAreLostAreNamedThoseThatFindBugsFirst() throws IOException {
    Files.writeString(
        source.resolve("Kconfig"),
        """
        config KASAN
        \tbool "x"
        \tdepends on HAVE_KASAN
        config NOBODY_CHOSE
        \tdef_bool y
        """);
    Kconfig kconfig = Kconfig.read(source);
    ForeignConfig config =
        config(
            "CONFIG_CC_VERSION_TEXT=\"Debian clang version 20.1.8\"",
            "CONFIG_NEW_DRIVER=m",
            "CONFIG_KASAN=y",
            "CONFIG_NOBODY_CHOSE=y",
            "CONFIG_CC_IS_CLANG=y",
            "CONFIG_STAYS=y",
            "CONFIG_AS_MODULE=y",
            "CONFIG_OURS=y",
            "# CONFIG_OFF is not set");
    Map<String, String> got = Map.of("STAYS", "y", "AS_MODULE", "m");
    List<String> lost = config.lost(got, Set.of("OURS"), kconfig);
    assertThat(lost).containsExactly("KASAN", "NEW_DRIVER");
    assertThat(config.told(lost, got, kconfig))
        .startsWith("2 options of syzbot.config are not in this kernel: KASAN (")
        .contains("HAVE_KASAN", "NEW_DRIVER (this source has no such option)");
  }
}
