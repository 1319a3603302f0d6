package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On lines that depmod wrote about Debian's modules. */
class ModuleIndexTest {

  private static final Path DEPMOD = Path.of("src/test/resources/dev/kverdict/build/depmod");

  @Test
  void whatAModuleNeedsIsLoadedBeforeIt() throws IOException {
    List<String> order = order("ocfs2");
    assertThat(order)
        .containsSubsequence("configfs", "ocfs2_nodemanager", "ocfs2")
        .containsSubsequence("ocfs2_stackglue", "ocfs2")
        .containsSubsequence("quota_tree", "ocfs2")
        .endsWith("ocfs2")
        .doesNotHaveDuplicates();
  }

  @Test
  void softDependenciesAreLoadedTooAndRunOnEveryProcessor() throws IOException {
    assertThat(order("ocfs2")).containsSubsequence("crc32c_generic", "jbd2");
    assertThat(order("ext4")).contains("crc32c_generic").doesNotContain("crc32c_intel");
  }

  @Test
  void aLibraryThatIsBuiltInIsNotTheAlgorithmOfTheSameName(@TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("modules.dep"),
        "fs/f2fs.ko:\ncrypto/crc32_generic.ko:\ncrypto/crc32_fast.ko:\ncrypto/sum_fast.ko:\n");
    Files.writeString(folder.resolve("modules.softdep"), "softdep f2fs pre: crc32 sum\n");
    Files.writeString(
        folder.resolve("modules.alias"),
        "alias crc32 crc32_fast\nalias crc32 crc32_generic\nalias sum sum_fast\n"
            + "alias cpu:type:x86 crc32_fast\nalias cpu:type:x86 sum_fast\n");
    Files.writeString(
        folder.resolve("modules.builtin"), "kernel/lib/crc32.ko\nkernel/lib/sum.ko\n");
    assertThat(ModuleIndex.read(folder).closure(List.of("f2fs")))
        .containsOnlyKeys("crc32_generic", "f2fs");
  }

  @Test
  void aNeededModuleHasItsOwnLine() throws IOException {
    assertThat(ModuleIndex.read(DEPMOD).closure(List.of("virtio_pci", "jbd2")))
        .containsOnlyKeys(
            "virtio_pci",
            "virtio",
            "virtio_ring",
            "virtio_pci_modern_dev",
            "virtio_pci_legacy_dev",
            "jbd2",
            "crc32c_generic");
  }

  @Test
  void dashesAndUnderscoresAreTheSame() throws IOException {
    assertThat(order("pvpanic_pci")).containsExactly("pvpanic", "pvpanic_pci");
    assertThat(ModuleIndex.read(DEPMOD).file("pvpanic-pci"))
        .contains("kernel/drivers/misc/pvpanic/pvpanic-pci.ko");
  }

  @Test
  void builtInModulesAreKnownAndNotLoaded() throws IOException {
    ModuleIndex index = ModuleIndex.read(DEPMOD);
    assertThat(index.knows("sha256_generic")).isTrue();
    assertThat(index.closure(List.of("sha256_generic"))).isEmpty();
    assertThat(index.knows("no_such_module")).isFalse();
  }

  @Test
  void aRebuiltModuleHasItsNewDependencies() throws IOException {
    ModuleIndex index = ModuleIndex.read(DEPMOD);
    index.rebuilt("quota_tree", List.of("crc16"));
    assertThat(index.closure(List.of("ocfs2")).get("ocfs2"))
        .containsSubsequence("crc16", "quota_tree", "ocfs2");
  }

  @Test
  void onlyModulesThatDriveNothingButDevicesAreNeverAskedFor() throws IOException {
    assertThat(ModuleIndex.read(DEPMOD).requestable())
        .contains("ocfs2", "ext4", "quota_tree", "crc32c_intel")
        .doesNotContain("pvpanic_pci", "virtio_pci")
        .isSorted();
  }

  @Test
  void theListOfSeveralHasALineForEach() throws IOException {
    ModuleIndex index = ModuleIndex.read(DEPMOD);
    assertThat(index.lines(index.closure(List.of("pvpanic_pci"))))
        .isEqualTo(
            "kernel/drivers/misc/pvpanic/pvpanic.ko:\n"
                + "kernel/drivers/misc/pvpanic/pvpanic-pci.ko:"
                + " kernel/drivers/misc/pvpanic/pvpanic.ko\n");
  }

  @Test
  void agentReadsALineFromLastToFirst() {
    assertThat(ModuleIndex.line(List.of("a.ko", "b.ko", "c.ko"))).isEqualTo("c.ko: b.ko a.ko\n");
    assertThat(ModuleIndex.line(List.of("a.ko"))).isEqualTo("a.ko:\n");
  }

  private static List<String> order(String module) throws IOException {
    return ModuleIndex.read(DEPMOD).closure(List.of(module)).get(module);
  }
}
