package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrebuiltConfigTest {

  /** Returns what a guest needs, all built in. */
  static Map<String, String> enough() {
    Map<String, String> options = new HashMap<>();
    String needed =
        "64BIT BLK_DEV_INITRD BINFMT_ELF PRINTK SERIAL_8250_CONSOLE DEVTMPFS PROC_FS SYSFS PCI"
            + " VIRTIO_PCI VIRTIO_BLK VIRTIO_CONSOLE UNIX PVH";
    List.of(needed.split(" ", -1)).forEach(name -> options.put(name, "y"));
    return options;
  }

  @ParameterizedTest
  @CsvSource({
    "VIRTIO_BLK,  n, true,  CONFIG_VIRTIO_BLK is not set (the images of a case)",
    "VIRTIO_BLK,  m, true,  ",
    "VIRTIO_BLK,  m, false, 'CONFIG_VIRTIO_BLK is a module, and modules: is not given'",
    "DEVTMPFS,    n, true,  CONFIG_DEVTMPFS is not set (device nodes)",
    "BINFMT_ELF,  m, true,  'CONFIG_BINFMT_ELF is a module, not built in'",
    "QUOTA,       n, false, ",
  })
  void whatAGuestLacksIsNamedWithItsUse(String name, String value, boolean modules, String said) {
    Map<String, String> options = enough();
    options.put(name, value);
    if (said == null) {
      assertThatCode(() -> PrebuiltConfig.require("config", options, modules))
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> PrebuiltConfig.require("config", options, modules))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(said);
    }
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnce() {
    Map<String, String> options = enough();
    options.remove("VIRTIO_PCI");
    options.remove("SYSFS");
    assertThatThrownBy(() -> PrebuiltConfig.require("config", options, true))
        .hasMessageContainingAll("CONFIG_VIRTIO_PCI", "CONFIG_SYSFS");
    assertThatThrownBy(() -> PrebuiltConfig.require("config", Map.of(), true))
        .hasMessageContaining("is no kernel configuration");
  }

  @Test
  void whatCannotBeMeasuredIsSaid() {
    assertThat(PrebuiltConfig.lost(enough()))
        .anyMatch(line -> line.contains("KPROBES"))
        .anyMatch(line -> line.contains("PVPANIC"));
    Map<String, String> all = enough();
    List.of("KPROBES", "KPROBE_EVENTS", "PVPANIC_PCI").forEach(name -> all.put(name, "y"));
    assertThat(PrebuiltConfig.lost(all)).isEmpty();
  }

  @Test
  void someKernelsBootByTheirOwnStartUpCodeAlone() {
    assertThat(PrebuiltConfig.bootsCompressed(enough())).isFalse();
    Map<String, String> kasan = enough();
    kasan.put("KASAN", "y");
    assertThat(PrebuiltConfig.bootsCompressed(kasan)).isTrue();
    assertThat(PrebuiltConfig.bootsCompressed(Map.of())).isTrue();
  }
}
