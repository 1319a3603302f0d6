package dev.kverdict.vm;

import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;

/** Reads the version of the QEMU that a lane runs. */
public final class QemuVersion {

  private QemuVersion() {}

  /** Returns the first line that {@code qemu-system-x86_64 --version} prints. */
  public static String of(Lane lane) {
    return lane.run(Command.asking(QemuCommandLine.PROGRAM, "--version"))
        .orThrow("cannot read QEMU's version")
        .output()
        .get(0);
  }
}
