package dev.kverdict.vm;

import dev.kverdict.text.Label;

/** A machine type that QEMU emulates. All have PCI, and thus pvpanic as a witness. */
public enum Machine {
  /**
   * Few devices and hardly any firmware: reaches user space sooner than {@link #Q35}
   * (docs/performance.md). Only ACPI describes its PCI bus and its processors. It lacks the timers
   * that an emulated guest falls back to if its clock calibration fails.
   */
  MICROVM("microvm,acpi=on,pcie=on,pit=on,pic=on,rtc=on,isa-serial=on"),
  /**
   * A current PC, on which every kernel boots. Without its disk controller and its system
   * management bus, which nothing is attached to and each boot would have to look for.
   */
  Q35("q35,sata=off,smbus=off"),
  /** A PC of the nineties, for kernels and drivers that need one. */
  PC("pc");

  private final String option;

  Machine(String option) {
    this.option = option;
  }

  /** Returns the value of QEMU's {@code -machine}. */
  public String option() {
    return option;
  }

  /** Returns the name as a matrix writes it. */
  public String label() {
    return Label.of(this);
  }
}
