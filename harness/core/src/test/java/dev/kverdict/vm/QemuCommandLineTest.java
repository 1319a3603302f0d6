package dev.kverdict.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuCommandLineTest {

  @TempDir Path folder;

  private static VmSpec spec(Path image) {
    return new VmSpec(
        Path.of("/k/vmlinux"),
        Path.of("/k/init it.cpio"),
        "extra='x'",
        256,
        2,
        List.of(Disk.overlaid(image, "disk-1")),
        Machine.Q35,
        Accelerator.TCG,
        null);
  }

  @Test
  void imagesAreNeverWrittenBackTo() {
    List<String> argv =
        QemuCommandLine.argv(spec(Path.of("/i/a,b")), Beginning.BOOT, Path.of("/s"));
    assertThat(argv).contains("file=/i/a,,b,snapshot=on,format=raw,if=none,id=disk0");
    assertThat(argv).contains("virtio-blk-pci,drive=disk0,serial=disk-1");
    assertThat(argv).contains("-no-reboot", "pvpanic-pci");
  }

  @Test
  void aCopyIsWrittenTo() {
    VmSpec copy = spec(Path.of("/i")).withDisks(List.of(Disk.written(Path.of("/c"), "d")));
    assertThat(QemuCommandLine.argv(copy, Beginning.BOOT, Path.of("/s")))
        .contains("file=/c,cache=unsafe,format=raw,if=none,id=disk0")
        .noneMatch(word -> word.contains("snapshot"));
  }

  @Test
  void aDiskOfModulesIsOnlyRead() {
    VmSpec more = spec(Path.of("/i")).withDisks(List.of(Disk.readOnly(Path.of("/m"), "modules")));
    assertThat(QemuCommandLine.argv(more, Beginning.BOOT, Path.of("/s")))
        .contains("file=/m,readonly=on,format=raw,if=none,id=disk0")
        .noneMatch(word -> word.contains("snapshot"));
  }

  @Test
  void aMachineToBeLookedAtStandsStillAndTalksToGdb() {
    List<String> argv =
        QemuCommandLine.argv(
            spec(Path.of("/i")).heldBy(Path.of("/t/g")), Beginning.BOOT, Path.of("/s"));
    assertThat(argv).contains("panic=pause", "unix:path=/t/g,server=on,wait=off");
    assertThat(QemuCommandLine.argv(spec(Path.of("/i")), Beginning.BOOT, Path.of("/s")))
        .contains("panic=none")
        .doesNotContain("-gdb");
  }

  @Test
  void aRestoredMachineReadsItsStateFromItsInput() {
    List<String> booted = QemuCommandLine.argv(spec(Path.of("/i")), Beginning.BOOT, Path.of("/s"));
    List<String> restored =
        QemuCommandLine.argv(
            spec(Path.of("/i")), Beginning.resume(Path.of("/st"), null), Path.of("/s"));
    assertThat(restored.subList(0, booted.size())).isEqualTo(booted);
    assertThat(restored.subList(booted.size(), restored.size()))
        .containsExactly("-incoming", "defer", "-S", "-global", "migration.x-events=on");
  }

  @Test
  void whatIsSavedHasItsMemoryInAFileThatOthersGetACopyOf() {
    Path memory = Path.of("/m,y");
    String file = "memory-backend-file,id=memory,size=256M,share=%s,mem-path=/m,,y";
    assertThat(QemuCommandLine.argv(spec(Path.of("/i")), Beginning.bootInto(memory), Path.of("/s")))
        .contains("q35,sata=off,smbus=off,memory-backend=memory", file.formatted("on"))
        .doesNotContain("-incoming");
    Beginning copied = Beginning.resume(Path.of("/st"), memory);
    assertThat(QemuCommandLine.argv(spec(Path.of("/i")), copied, Path.of("/s")))
        .contains(file.formatted("off"), "-incoming");
    assertThat(QemuCommandLine.argv(spec(Path.of("/i")), Beginning.BOOT, Path.of("/s")))
        .contains("q35,sata=off,smbus=off")
        .noneMatch(word -> word.startsWith("memory-backend-file"));
  }

  @Test
  void everyLineOfACrashIsPrintedAndEndsTheMachine() {
    assertThat(spec(Path.of("/i")).fullCmdline())
        .contains("console=ttyS0", "oops=panic", "panic=-1")
        .doesNotContain("loglevel")
        .endsWith(" extra='x'");
  }

  @Test
  void scriptIsValidShellWithEveryWordQuoted() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("qemu.sh"), QemuCommandLine.script(spec(Path.of("/i")), "requests"));
    CommandResult checked =
        new HostLane().run(Command.of(folder, "sh", "-n", script.toString()).reading(script));
    assertThat(checked.ok()).as(checked.summary()).isTrue();
    assertThat(script).content().contains("'/k/init it.cpio'").contains("extra='\\''x'\\'''");
  }
}
