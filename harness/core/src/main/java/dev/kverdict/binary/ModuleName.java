package dev.kverdict.binary;

import java.nio.file.Path;

/** Names of kernel modules. */
public final class ModuleName {

  private ModuleName() {}

  /** The name under {@code /sys/module} of a module's file, or of its name with dashes. */
  public static String of(String file) {
    return file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.ko$", "").replace('-', '_');
  }

  /** The name under {@code /sys/module} of a module's file. */
  public static String of(Path file) {
    return of(file.toString());
  }
}
