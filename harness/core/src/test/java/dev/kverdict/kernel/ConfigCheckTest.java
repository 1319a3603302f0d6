package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCheckTest {

  @TempDir Path folder;

  @BeforeEach
  void kconfig() throws IOException {
    Files.writeString(
        folder.resolve("Kconfig"),
        """
        config NET
        \tbool "Networking"

        config DISK_FS
        \ttristate "A file system"
        \tdepends on BLOCK && NET
        \tselect CRC32

        config OTHER
        \tbool "Other"
        \tdepends on NOTHING
        """);
  }

  @Test
  void passesWhenEveryOptionSurvived() {
    assertThatCode(
            () ->
                check(
                    "CONFIG_NET=y\nCONFIG_DISK_FS=m\nCONFIG_TTY=n\n# CONFIG_VT is not set\n",
                    "CONFIG_NET=y\nCONFIG_DISK_FS=m\n# CONFIG_TTY is not set\n"))
        .doesNotThrowAnyException();
  }

  @Test
  void namesTheLostOptionAndItsUnmetDependency() {
    assertThatThrownBy(() -> check("CONFIG_DISK_FS=m\n", "CONFIG_NET=y\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "fragment: CONFIG_DISK_FS is not set in the final .config of this kernel: "
                + "it depends on BLOCK, which this source does not have");
  }

  @Test
  void anotherValueIsALoss() {
    assertThatThrownBy(() -> check("CONFIG_DISK_FS=m\n", "CONFIG_DISK_FS=y\nCONFIG_BLOCK=y\n"))
        .hasMessageContaining("CONFIG_DISK_FS is y, not m in");
  }

  @Test
  void switchedOffMeansOff() {
    assertThatThrownBy(() -> check("CONFIG_NET=n\n", "CONFIG_NET=y\n"))
        .hasMessageContaining("CONFIG_NET is y, not n in");
  }

  @Test
  void optionThatTheSourceDoesNotHave() {
    assertThatThrownBy(() -> check("CONFIG_NO_SUCH=y\n", ""))
        .hasMessageContaining("this source has no such option");
  }

  @Test
  void aSourceBefore513NeedNotHaveTheDeviceThatTellsOfPanics() throws IOException {
    assertThatCode(() -> check("CONFIG_PVPANIC_PCI=y\n", "CONFIG_NET=y\n"))
        .doesNotThrowAnyException();
    Files.writeString(
        folder.resolve("Kconfig"), "config PVPANIC_PCI\n\ttristate \"x\"\n\tdepends on PCI\n");
    assertThatThrownBy(() -> check("CONFIG_PVPANIC_PCI=y\n", "CONFIG_NET=y\n"))
        .hasMessageContaining("CONFIG_PVPANIC_PCI is not set");
  }

  private void check(String fragment, String config) throws IOException {
    ConfigCheck.require(
        List.of(new ConfigFragment("fragment", fragment)),
        Files.writeString(folder.resolve("config"), config),
        folder);
  }
}
