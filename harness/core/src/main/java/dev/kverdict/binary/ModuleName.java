package dev.kverdict.binary;

import java.nio.file.Path;

/** Normalises the names of kernel modules. */
public final class ModuleName {

  private ModuleName() {}

  /** Returns the name under {@code /sys/module} for a module's file or its name with dashes. */
  public static String of(String file) {
    return file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.ko$", "").replace('-', '_');
  }

  /** Returns the name under {@code /sys/module} for a module's file. */
  public static String of(Path file) {
    return of(file.toString());
  }
}
