package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.HostLane;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelArtefactTest {

  @TempDir private Path folder;

  private KernelArtefact kernel(String name, boolean withStartUpCode) {
    return new KernelArtefact(
        new Store(folder.resolve("v1"), new HostLane(), 1 << 30)
            .obtain(
                Key.of("kernel", 1, name),
                entry -> {
                  KernelArtefact.write(entry, new KernelArtefact.Facts(1, "6.1", Map.of(), name));
                  if (withStartUpCode) {
                    Files.writeString(KernelArtefact.bzImage(entry), "image");
                  }
                }));
  }

  @Test
  void theImageWithItsOwnStartUpCodeBootsIfThereIsOne() {
    try (KernelArtefact plain = kernel("plain", false);
        KernelArtefact own = kernel("own", true)) {
      assertThat(plain.boots()).isEqualTo(plain.vmlinux());
      assertThat(own.boots()).isEqualTo(KernelArtefact.bzImage(own.folder())).exists();
    }
  }
}
