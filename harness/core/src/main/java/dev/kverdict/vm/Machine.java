package dev.kverdict.vm;

/** A kind of machine that QEMU emulates; all have PCI, and with it pvpanic as a witness. */
public enum Machine {
  /**
   * Few devices and hardly any firmware: reaches user space sooner than {@link #Q35}
   * (docs/performance.md). ACPI alone tells of its PCI bus and its processors. It lacks the timers
   * that a guest under emulation falls back to when the first measurement of its clock fails.
   */
  MICROVM("microvm,acpi=on,pcie=on,pit=on,pic=on,rtc=on,isa-serial=on"),
  /** A current PC: what every kernel boots on. */
  Q35("q35"),
  /** A PC of the nineties, for kernels and drivers that want one. */
  PC("pc");

  private final String option;

  Machine(String option) {
    this.option = option;
  }

  /** The value of QEMU's {@code -machine}. */
  String option() {
    return option;
  }

  /** The name as a matrix writes it. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
