package dev.kverdict.vm;

import dev.kverdict.text.Label;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The ways in which QEMU executes a guest's instructions. */
public enum Accelerator {
  /** Hardware virtualisation. */
  KVM("kvm", "host", 1),
  /**
   * Emulation. Its time factor is measured with small kernels on two busy cores: boot and
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

  /** Returns the value of QEMU's {@code -accel}. */
  String option() {
    return option;
  }

  /** Returns the CPU model that exposes most of what this accelerator can do. */
  String cpu() {
    return cpu;
  }

  /** Returns the device nodes that QEMU opens for it. */
  List<Path> devices() {
    return this == KVM ? List.of(AcceleratorProbe.DEVICE) : List.of();
  }

  /** Scales a deadline meant for KVM to this accelerator. */
  public Duration scale(Duration deadline) {
    return deadline.multipliedBy(timeFactor);
  }

  /** Returns the name as {@code --accel} takes it. */
  public String label() {
    return Label.of(this);
  }
}
