package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitramfsTest {

  @TempDir private Path folder;
  private Path agent;
  private Path modules;

  @BeforeEach
  void prepare() throws IOException {
    agent = file("agent", "the agent");
    modules = Files.createDirectory(folder.resolve("kernel"));
  }

  @Test
  void holdsTheAgentTheModulesAndTheirLists() throws IOException {
    file("kernel/lib/modules/6.1.0/kernel/fs/x.ko", "module x");
    file("kernel/lib/modules/6.1.0/modules.dep", "kernel/fs/x.ko:\n");
    file("kernel/lib/modules/6.1.0/modules.builtin", "");
    file("kernel/lib/modules/6.1.0/modules.alias", "alias fs-x x\n");
    file("kernel/lib/modules/6.1.0/modules.devname", "x x c10:1\n");
    file("kernel/lib/modules/6.1.0/modules.symbols.bin", "of no use in the guest");

    Map<String, Content> archive = archive("a.cpio");

    assertThat(archive.get("init").text()).isEqualTo("kverdict/modprobe");
    assertThat(archive.get("init").entry().isSymbolicLink()).isTrue();
    assertThat(archive.get("lib/modules/6.1.0/kernel/fs/x.ko").text()).isEqualTo("module x");
    assertThat(archive)
        .containsKeys(
            "proc",
            "sys",
            "dev",
            "tmp",
            "mnt",
            "lib/modules/6.1.0/modules.dep",
            "lib/modules/6.1.0/modules.alias",
            "lib/modules/6.1.0/modules.devname",
            "lib/modules/6.1.0/modules.builtin")
        .doesNotContainKey("lib/modules/6.1.0/modules.symbols.bin");
    CpioArchiveEntry console = archive.get("dev/console").entry();
    assertThat(console.isCharacterDevice()).isTrue();
    assertThat(console.getRemoteDeviceMaj()).isEqualTo(5);
    assertThat(console.getRemoteDeviceMin()).isEqualTo(1);
  }

  @Test
  void theAgentAnswersTheKernelByAnotherNameAndProgramsFindWhoIsWho() throws IOException {
    Map<String, Content> archive = archive("a.cpio");

    assertThat(archive.get("kverdict/modprobe").text()).isEqualTo("the agent");
    assertThat(archive.get("kverdict/modprobe").entry().getMode() & 0777).isEqualTo(0755);
    assertThat(archive.get("kverdict/deliver").text()).isEqualTo("modprobe");
    assertThat(archive.get("kverdict/kv.sh").text()).contains("kv_plan()", "kv_check()");
    assertThat(archive.get("etc/passwd").text()).contains("root:x:0:", "nobody:x:65534:");
    assertThat(archive.get("etc/hosts").text()).contains("127.0.0.1 localhost");
    assertThat(archive).containsKeys("root", "run", "var/tmp");
  }

  @Test
  void namesDirectoriesBeforeTheirContent() throws IOException {
    file("kernel/lib/modules/6.1.0/kernel/fs/x.ko", "x");

    assertThat(archive("a.cpio").keySet())
        .containsSubsequence(
            "lib",
            "lib/modules",
            "lib/modules/6.1.0",
            "lib/modules/6.1.0/kernel",
            "lib/modules/6.1.0/kernel/fs",
            "lib/modules/6.1.0/kernel/fs/x.ko");
  }

  @Test
  void makesTheSameBytesOfTheSameInputs() throws IOException {
    Path module = file("kernel/lib/modules/6.1.0/kernel/x.ko", "x");
    byte[] first = write("a.cpio");
    Files.setLastModifiedTime(module, FileTime.fromMillis(1_000_000));
    Files.setLastModifiedTime(agent, FileTime.fromMillis(2_000_000));

    assertThat(write("b.cpio")).isEqualTo(first);
  }

  @Test
  void listsForBootWhatThePortNeeds() throws IOException {
    assertThat(archive("a.cpio").get("kverdict/boot-modules").text()).isEmpty();

    file("kernel/lib/modules/6.1.0/kernel/drivers/char/virtio_console.ko", "c");
    file("kernel/lib/modules/6.1.0/kernel/drivers/virtio/virtio_pci.ko", "p");

    assertThat(archive("b.cpio").get("kverdict/boot-modules").text())
        .isEqualTo("virtio_pci\nvirtio_console\n");
  }

  @Test
  void doesNotFollowLinksOutOfTheModules() throws IOException {
    Path release = Files.createDirectories(modules.resolve("lib/modules/6.1.0"));
    Files.createSymbolicLink(release.resolve("build"), folder);
    Files.createSymbolicLink(release.resolve("link.ko"), agent);

    assertThat(archive("a.cpio").keySet())
        .noneMatch(name -> name.contains("build") || name.contains("link.ko"));
  }

  private record Content(CpioArchiveEntry entry, String text) {}

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private byte[] write(String name) throws IOException {
    Path file = folder.resolve(name);
    Initramfs.write(file, agent, modules);
    return Files.readAllBytes(file);
  }

  private Map<String, Content> archive(String name) throws IOException {
    write(name);
    Map<String, Content> contents = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(folder.resolve(name));
        CpioArchiveInputStream cpio = new CpioArchiveInputStream(in)) {
      for (CpioArchiveEntry e = cpio.getNextEntry(); e != null; e = cpio.getNextEntry()) {
        contents.put(
            e.getName(), new Content(e, new String(cpio.readAllBytes(), StandardCharsets.UTF_8)));
      }
    }
    return contents;
  }
}
