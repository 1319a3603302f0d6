package dev.kverdict.oops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Complaints of healthy machines, in the forms in which their logs are kept. */
class HealthyLogsTest {

  private static final List<String> COMPLAINTS =
      List.of(
          "Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org) #1 SMP Debian 6.1.76-1",
          "Command line: BOOT_IMAGE=/vmlinuz root=/dev/sda1 oops=panic panic_on_warn=1",
          "[Firmware Bug]: the BIOS has corrupted hw-PMU resources (MSR 38d is 330)",
          "[Firmware Warn]: GHES: Poll interval is 0 for generic hardware error source: 1",
          "ACPI BIOS Error (bug): Could not resolve symbol [\\_SB.PCI0.A], AE_NOT_FOUND",
          "ACPI BIOS Warning (bug): Incorrect checksum in table [DSDT] - 0x01, should be 0x02",
          "BERT: [Hardware Error]: Skipped 1 error records",
          "mce: [Hardware Error]: Machine check events logged",
          "WARNING: Spectre v2 mitigation leaves CPU vulnerable to RETBleed attacks",
          "MDS CPU bug present and SMT on, data leak possible.",
          "x86/split lock detection: #AC: crashing the kernel on kernel split_locks",
          "WARNING: ignoring tunable some_module_parameter",
          "pcieport 0000:00:1c.0: AER: Corrected error received: 0000:00:1c.0",
          "nvidia: loading out-of-tree module taints kernel.",
          "nvidia: module license 'NVIDIA' taints kernel.",
          "Disabling lock debugging due to kernel taint",
          "foo: module verification failed: signature and/or required key missing - tainting kernel",
          "Warning: Processor - this hardware has not undergone upstream testing",
          "EXT4-fs (sda1): warning: mounting fs with errors, running e2fsck is recommended",
          "EXT4-fs error (device sda1): ext4_lookup:1785: inode #2: comm ls: deleted inode",
          "XFS (sdb1): Corruption warning: Metadata has LSN (1:2) ahead of current LSN",
          "ata1.00: exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x6 frozen",
          "usb 1-1: device descriptor read/64, error -71",
          "iwlwifi 0000:00:14.3: Microcode SW error detected. Restarting 0x0.",
          "perf: interrupt took too long (2510 > 2500), lowering",
          "hrtimer: interrupt took 84359 ns",
          "TCP: request_sock_TCP: Possible SYN flooding on port 80. Sending cookies.",
          "workqueue: foo_work hogged CPU for >10000us 4 times, consider switching to WQ_UNBOUND",
          "show_signal_msg: 12 callbacks suppressed",
          "a.out[99]: segfault at 0 ip 000000000040113a sp 00007ffc5a1b2c30 error 4 in a.out",
          "traps: a.out[99] general protection fault ip:401136 sp:7ffc5a1b2c30 error:0 in a.out",
          "a.out[99] trap divide error ip:401136 sp:7ffc5a1b2c30 error:0 in a.out",
          "Code: 48 89 e5 b8 00 00 00 00 <8b> 00 5d c3",
          "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),task=a.out,pid=99,uid=0",
          "Out of memory: Killed process 99 (a.out) total-vm:2097152kB, anon-rss:1048576kB",
          "audit: type=1400 audit(1.1:7): apparmor=\"DENIED\" operation=\"open\" comm=\"BUG:\"",
          "systemd[1]: Failed to start WARNING: no such unit.",
          "watchdog: Delayed init of the lockup detector failed: -19",
          "rcu: INFO: Stall ended before state dump start",
          "kasan: KernelAddressSanitizer initialized (generic)",
          "UBSAN: enabled",
          "kdump: crashkernel reservation failed - memory is in use");

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of("as printed", "[   12.345678] ", ""),
        Arguments.of("with callers", "[   12.345678][    T1] ", ""),
        Arguments.of("journalctl", "Jan 05 10:11:12 host1 kernel: ", ""),
        Arguments.of("syslog", "Jan  5 10:11:12 host1 kernel: [   12.345678] ", ""),
        Arguments.of("dmesg -T", "[Fri Jan  5 10:11:12 2024] ", ""),
        Arguments.of("a serial logger", "10:11:12.345| [   12.345678] ", ""),
        Arguments.of("a mail", "> [   12.345678] ", ""),
        Arguments.of("carriage returns", "[   12.345678] ", "\r"),
        Arguments.of("no stamps", "", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void aHealthyMachinesComplaintsAreNoCrash(String name, String prefix, String end) {
    String log = COMPLAINTS.stream().reduce("", (text, line) -> text + prefix + line + end + "\n");
    LogReader.Log read = Consoles.log(log.getBytes(UTF_8));
    assertThat(read.reports()).as(name).extracting(CrashReport::title).isEmpty();
    assertThat(read.kernel()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void aCrashAmongThemIsFound(String name, String prefix, String end) {
    String log =
        Stream.concat(
                COMPLAINTS.stream(),
                Stream.of(
                    "WARNING: CPU: 0 PID: 7 at fs/a.c:1 f+0x1/0x2",
                    "RIP: 0010:f+0x1/0x2",
                    "Call Trace:",
                    " g+0x1/0x2"))
            .reduce("", (text, line) -> text + prefix + line + end + "\n");
    assertThat(Consoles.log(log.getBytes(UTF_8)).reports())
        .as(name)
        .extracting(CrashReport::title)
        .containsExactly("WARNING in f");
  }
}
