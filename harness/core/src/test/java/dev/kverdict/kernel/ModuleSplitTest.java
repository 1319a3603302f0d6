package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.HostLane;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleSplitTest {

  private static final String RELEASE = "6.1.0";

  @TempDir private Path folder;
  private Store store;
  private KernelArtefact kernel;

  @BeforeEach
  void make() {
    store = new Store(folder.resolve("v1"), new HostLane(), 1 << 30);
    kernel = new KernelArtefact(store.obtain(Key.of("kernel", 1, "x"), ModuleSplitTest::write));
  }

  private static void write(Path directory) throws IOException {
    Path modules = directory.resolve("modules/lib/modules").resolve(RELEASE);
    Path program = Path.of("/bin/true"); // any ELF file
    for (String name : List.of("a", "b", "virtio_blk", "usb_thing")) {
      Files.createDirectories(modules.resolve("kernel"));
      Files.copy(program, modules.resolve("kernel/" + name + ".ko"));
    }
    Map<String, String> lists =
        Map.of(
            "modules.dep",
            "kernel/a.ko: kernel/b.ko\nkernel/b.ko:\nkernel/virtio_blk.ko:\nkernel/usb_thing.ko:\n",
            "modules.alias",
            "alias fs-a a\nalias usb:v1p2 usb_thing\n",
            "modules.softdep",
            "",
            "modules.builtin",
            "kernel/c.ko\n",
            "modules.devname",
            "");
    for (Map.Entry<String, String> list : lists.entrySet()) {
      Files.writeString(modules.resolve(list.getKey()), list.getValue());
    }
    KernelArtefact.write(directory, new KernelArtefact.Facts(1, RELEASE, Map.of(), "code"));
  }

  @Test
  void fewModulesComeWithTheGuest() {
    assertThat(new ModuleSplit(store, 1 << 30).of(kernel, List.of("a"))).isEmpty();
  }

  @Test
  void ofManyTheNeededOnesComeWithTheGuestAndAllAreOnTheDisk() throws IOException {
    Optional<Entry> divided = new ModuleSplit(store, 1000).of(kernel, List.of("a", "c", "none"));
    try (Entry entry = divided.orElseThrow()) {
      Path own = ModuleSplit.modules(entry).resolve("lib/modules").resolve(RELEASE);
      try (var files = Files.list(own.resolve("kernel"))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder("a.ko", "b.ko");
      }
      assertThat(own.resolve("modules.dep")).hasContent("kernel/b.ko:\nkernel/a.ko: kernel/b.ko\n");
      assertThat(own.resolve("modules.builtin")).hasContent("kernel/c.ko");
      String disk = Files.readString(ModuleSplit.disk(entry), StandardCharsets.ISO_8859_1);
      assertThat(disk.substring(0, 1000))
          .contains("kernel/a.ko", "kernel/b.ko", "kernel/usb_thing.ko", "alias fs-a a\n")
          .doesNotContain("usb:v1p2");
    }
  }

  @Test
  void anotherListOfModulesIsAnotherDivision() {
    ModuleSplit split = new ModuleSplit(store, 1000);
    try (Entry one = split.of(kernel, List.of("a")).orElseThrow();
        Entry same = split.of(kernel, List.of("a")).orElseThrow();
        Entry other = split.of(kernel, List.of("b")).orElseThrow()) {
      assertThat(same.key()).isEqualTo(one.key());
      assertThat(other.key()).isNotEqualTo(one.key());
    }
  }
}
