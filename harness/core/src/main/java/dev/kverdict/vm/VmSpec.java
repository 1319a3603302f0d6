package dev.kverdict.vm;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that determines how a virtual machine looks from the inside.
 *
 * @param kernel the kernel image, a PVH-bootable vmlinux or a bzImage
 * @param initrd the initramfs
 * @param cmdline the case's additions to the kernel's command line, often empty
 * @param memoryMiB memory in MiB
 * @param smp processors
 * @param disks block devices
 * @param machine its machine type
 * @param accelerator how it executes instructions
 * @param gdb the socket of a gdb server, which makes the machine stop when it panics, or null
 */
public record VmSpec(
    Path kernel,
    Path initrd,
    String cmdline,
    int memoryMiB,
    int smp,
    List<Disk> disks,
    Machine machine,
    Accelerator accelerator,
    @Nullable Path gdb) {

  /**
   * Puts the console on the first UART. An oops panics, and a panic resets, which {@code
   * -no-reboot} turns into the end of QEMU. {@code quiet} keeps every BUG and Oops line.
   */
  private static final String BASE_CMDLINE =
      "console=ttyS0 panic=-1 oops=panic quiet tsc=reliable no_timer_check mitigations=off";

  public VmSpec {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(initrd, "initrd");
    Objects.requireNonNull(cmdline, "cmdline");
    disks = List.copyOf(disks);
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(accelerator, "accelerator");
  }

  /** Returns a copy with these disks. */
  public VmSpec withDisks(List<Disk> others) {
    return new VmSpec(kernel, initrd, cmdline, memoryMiB, smp, others, machine, accelerator, gdb);
  }

  /** Returns a copy with this much memory, in MiB. */
  public VmSpec withMemory(int other) {
    return new VmSpec(kernel, initrd, cmdline, other, smp, disks, machine, accelerator, gdb);
  }

  /** Returns a copy with this machine type. */
  public VmSpec on(Machine other) {
    return new VmSpec(kernel, initrd, cmdline, memoryMiB, smp, disks, other, accelerator, gdb);
  }

  /** Returns a copy with this accelerator. */
  VmSpec on(Accelerator other) {
    return new VmSpec(kernel, initrd, cmdline, memoryMiB, smp, disks, machine, other, gdb);
  }

  /** Returns a copy that stops when it panics, with a gdb server on this socket. */
  public VmSpec heldBy(Path socket) {
    return new VmSpec(kernel, initrd, cmdline, memoryMiB, smp, disks, machine, accelerator, socket);
  }

  /** Returns the whole kernel command line. */
  public String fullCmdline() {
    return cmdline.isBlank() ? BASE_CMDLINE : BASE_CMDLINE + " " + cmdline.strip();
  }

  /** Returns the size of its memory in bytes. */
  public long memoryBytes() {
    return (long) memoryMiB << 20;
  }
}
