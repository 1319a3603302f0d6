package dev.kverdict.oops;

import java.util.regex.Pattern;

/** Recognises the lines that kernels print in reports, and nobody else prints. */
final class ReportLine {

  /** kernel/locking/lockdep.c. */
  private static final String LOCKS =
      ".{1,64}/\\d+ is trying to (?:acquire lock|lock|release lock.*):"
          + "|but task is already holding lock:|which lock already depends on the new lock\\."
          + "|the existing dependency chain \\(in reverse order\\) is:|-> #\\d+ \\(.*"
          + "|other info that might help us debug this:| *Possible unsafe locking scenario:"
          + "| *\\*\\*\\* DEADLOCK \\*\\*\\*|\\d+ locks? held by .{1,64}/\\d+:"
          + "| *#\\d+: [0-9a-f]{8,16} \\(.*"
          + "|(?:hard|soft)irqs last +(?:en|dis)abled at .*|irq event stamp: \\d+";

  /**
   * lib/dump_stack.c, arch/x86/kernel/process_64.c and dumpstack.c, kernel/panic.c, and the like.
   */
  private static final Pattern PART =
      Pattern.compile(
          "(?:(?:RIP|EIP|NIP|LR|epc|pc|lr)(?: ?:| \\[).*"
              + "|CPU: \\d+ (?:UID: \\d+ )?(?:PID: \\d+ Comm: |Comm: ).*"
              + "|Modules linked in:.*|Hardware name: .*|Code: (?:[0-9a-f(<]{2,}.*)?"
              + "|(?:R[A-Z0-9]{2}|E[A-D]X|CR\\d|x\\d{1,2}) ?: ?[0-9a-f]{8,16}\\b.*"
              + "|Oops: .*|#PF: .*|PGD .*"
              + "|(?:Read|Write) (?:of size \\d+|at addr).*"
              + "|-+\\[ (?:cut here|end trace).*"
              + "|"
              + LOCKS
              + "| *</?(?:TASK|IRQ|NMI|#DF)>)\\s*");

  /** Lines of a boot, at least one of which every kernel's log has that shows its start. */
  private static final Pattern BOOT =
      Pattern.compile(
          "(?:Linux version \\d|Command line: |Kernel command line: |BIOS-e820: |Booting Linux on "
              + "|Memory: \\d+K/\\d+K |Freeing unused kernel |NET: Registered |pci \\d{4}:[0-9a-f]{2}:"
              + "|Run /\\S+ as init process|random: crng |clocksource: |ACPI: |usb \\d+-\\d"
              + "|(?:EXT4|BTRFS|XFS|F2FS)(?:-fs)? (?:\\(|info)).*");

  private ReportLine() {}

  /** Returns whether a line, without its prefixes, is one within a report. */
  static boolean matches(String line) {
    return PART.matcher(line).matches() || StackLine.isMarker(line) || StackLine.isFrame(line);
  }

  /** Returns whether a line is one that a healthy kernel prints. */
  static boolean isHealthy(String line) {
    return BOOT.matcher(line).matches();
  }
}
