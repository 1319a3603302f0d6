package dev.kverdict.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How QEMU runs the guest's instructions. */
public enum Accelerator {
  /** Hardware virtualisation. */
  KVM("kvm", "host", 1),
  /**
   * Emulation. The factor covers what was measured with small kernels on two busy cores: boot and
   * file-system work took three to six times as long as published figures for KVM.
   */
  TCG("tcg,thread=multi", "max", 6);

  private final String option;
  private final String cpu;
  private final int timeFactor;

  Accelerator(String option, String cpu, int timeFactor) {
    this.option = option;
    this.cpu = cpu;
    this.timeFactor = timeFactor;
  }

  /** The value of QEMU's {@code -accel}. */
  String option() {
    return option;
  }

  /** The CPU model that exposes most of what this accelerator can do. */
  String cpu() {
    return cpu;
  }

  /** The device nodes that QEMU opens for it. */
  List<Path> devices() {
    return this == KVM ? List.of(AcceleratorProbe.DEVICE) : List.of();
  }

  /** A deadline meant for KVM, made long enough for this accelerator. */
  public Duration scale(Duration deadline) {
    return deadline.multipliedBy(timeFactor);
  }

  /** The name as {@code --accel} takes it. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
