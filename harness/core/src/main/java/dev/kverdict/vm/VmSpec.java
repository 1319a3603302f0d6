package dev.kverdict.vm;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides how a virtual machine looks from the inside.
 *
 * @param kernel the kernel image, a PVH-bootable vmlinux or a bzImage
 * @param initrd the initramfs
 * @param cmdline what the case adds to the kernel's command line, often empty
 * @param memoryMiB memory in MiB
 * @param smp processors
 * @param disks block devices
 * @param machine what kind of machine it is
 * @param accelerator how it runs
 * @param gdb the socket of a gdb server in a machine that stands still when it panics, or null for
 *     one that ends
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
   * Console on the first UART; an oops ends in a panic and a panic in a reset, which {@code
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

  /** The same machine with other disks. */
  public VmSpec withDisks(List<Disk> others) {
    return new VmSpec(kernel, initrd, cmdline, memoryMiB, smp, others, machine, accelerator, gdb);
  }

  /** The same on another kind of machine. */
  public VmSpec on(Machine other) {
    return new VmSpec(kernel, initrd, cmdline, memoryMiB, smp, disks, other, accelerator, gdb);
  }

  /** The same machine run in another way. */
  VmSpec on(Accelerator other) {
    return new VmSpec(kernel, initrd, cmdline, memoryMiB, smp, disks, machine, other, gdb);
  }

  /** The same machine, standing still when it panics. */
  public VmSpec heldBy(Path socket) {
    return new VmSpec(kernel, initrd, cmdline, memoryMiB, smp, disks, machine, accelerator, socket);
  }

  /** The whole kernel command line. */
  public String fullCmdline() {
    return cmdline.isBlank() ? BASE_CMDLINE : BASE_CMDLINE + " " + cmdline.strip();
  }
}
