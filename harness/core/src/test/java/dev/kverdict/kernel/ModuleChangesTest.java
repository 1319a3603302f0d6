package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.campaign.DeadLane;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModuleChangesTest {

  private static final String RELEASE = "6.1.0";
  private static final Path INSTALLED = Path.of("modules/lib/modules").resolve(RELEASE);
  private static final List<String> BOOTING = List.of("virtio_blk");

  private interface Change {
    void in(Path artefact) throws IOException;
  }

  @TempDir private Path folder;
  private int number;

  private KernelArtefact kernel(Change change) {
    Store store = new Store(folder.resolve("v1"), new DeadLane(), 1 << 30);
    return new KernelArtefact(
        store.obtain(
            Key.of("kernel", 1, Integer.toString(number++)),
            directory -> {
              write(directory);
              change.in(directory);
            }));
  }

  private static void write(Path directory) throws IOException {
    KernelArtefact.write(directory, new KernelArtefact.Facts(1, RELEASE, Map.of(), "code"));
    put(directory, "vmlinux", "image");
    put(directory, INSTALLED + "/kernel/fs/ocfs2.ko", "ocfs2");
    put(directory, INSTALLED + "/kernel/fs/jbd2.ko", "jbd2");
    put(directory, INSTALLED + "/kernel/drivers/virtio-blk.ko", "disk");
    put(directory, INSTALLED + "/kernel/drivers/virtio.ko", "bus");
    put(
        directory,
        INSTALLED + "/modules.dep",
        """
        kernel/fs/ocfs2.ko: kernel/fs/jbd2.ko
        kernel/fs/jbd2.ko:
        kernel/drivers/virtio-blk.ko: kernel/drivers/virtio.ko
        kernel/drivers/virtio.ko:
        """);
    put(directory, INSTALLED + "/modules.builtin", "kernel/lib/crc.ko\n");
  }

  private static void put(Path directory, String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private ModuleChanges changes(Change change) {
    return ModuleChanges.of(kernel(directory -> {}), kernel(change), BOOTING);
  }

  @Test
  void aKernelIsItsOwnControl() {
    assertThat(changes(directory -> {})).isEqualTo(new ModuleChanges(Map.of(), ""));
  }

  @Test
  void modulesThatAreLoadedLaterMayDiffer() {
    KernelArtefact patched =
        kernel(directory -> put(directory, INSTALLED + "/kernel/fs/ocfs2.ko", "fixed"));
    assertThat(ModuleChanges.of(kernel(directory -> {}), patched, BOOTING))
        .isEqualTo(
            new ModuleChanges(
                Map.of(
                    "kernel/fs/ocfs2.ko",
                    patched.folder().resolve(INSTALLED).resolve("kernel/fs/ocfs2.ko")),
                ""));
  }

  static Stream<Arguments> whatElseDiffers() {
    return Stream.of(
        differing("its kernel image is another", in -> put(in, "vmlinux", "built in")),
        differing("its kernel image is another", in -> put(in, "bzImage", "compressed")),
        differing(
            "its modules.dep is another",
            in -> put(in, INSTALLED + "/modules.dep", "kernel/fs/ocfs2.ko:\n")),
        differing(
            "its modules.alias is another",
            in -> put(in, INSTALLED + "/modules.alias", "alias fs-ocfs2 ocfs2\n")),
        differing(
            "it has other modules", in -> put(in, INSTALLED + "/kernel/fs/ocfs2_new.ko", "new")),
        differing(
            "it has other modules",
            in -> Files.delete(in.resolve(INSTALLED + "/kernel/fs/jbd2.ko"))),
        differing("its disk of modules is another", in -> put(in, "modules.disk", "more")),
        differing(
            "every boot loads virtio_blk",
            in -> put(in, INSTALLED + "/kernel/drivers/virtio-blk.ko", "patched")),
        differing(
            "every boot loads virtio",
            in -> put(in, INSTALLED + "/kernel/drivers/virtio.ko", "patched")));
  }

  private static Arguments differing(String objection, Change change) {
    return Arguments.of(objection, change);
  }

  @ParameterizedTest
  @MethodSource("whatElseDiffers")
  void whateverElseDiffersIsSaid(String objection, Change change) {
    assertThat(changes(change)).isEqualTo(new ModuleChanges(Map.of(), objection));
  }
}
