package dev.kverdict.build;

import dev.kverdict.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the configuration of a kernel that is not built here has to have, and what it decides. */
final class PrebuiltConfig {

  /** Without any of these no guest boots, or says a word, or is heard; with what each is for. */
  private static final Map<String, String> BUILT_IN =
      new TreeMap<>(
          Map.of(
              "64BIT", "the agent is a program of 64 bit",
              "BLK_DEV_INITRD", "the agent comes in an initramfs",
              "BINFMT_ELF", "the agent is an ELF program",
              "PRINTK", "the console",
              "SERIAL_8250_CONSOLE", "the console",
              "DEVTMPFS", "device nodes",
              "PROC_FS", "taint flags",
              "SYSFS", "disks and build-ids",
              "PCI", "the bus of all devices"));

  /** The same, of what may be a module. */
  private static final Map<String, String> ANY =
      new TreeMap<>(
          Map.of(
              "VIRTIO_PCI", "the bus of disks and of the agent's port",
              "VIRTIO_BLK", "the images of a case",
              "VIRTIO_CONSOLE", "the agent's port",
              "UNIX", "the agent's sockets"));

  private static final String YES = "y";
  private static final String MODULE = "m";

  private PrebuiltConfig() {}

  /**
   * Throws unless a guest of the harness can run such a kernel.
   *
   * @param where what errors call the configuration
   * @param options its values by name, n if unset
   * @param modules whether the modules are there
   * @throws UserError naming everything that is missing, and what it is for
   */
  static void require(String where, Map<String, String> options, boolean modules) {
    if (options.isEmpty()) {
      throw new UserError(
          where, "is no kernel configuration: it has no line CONFIG_NAME=VALUE", "name a .config");
    }
    List<String> lacking = new ArrayList<>();
    BUILT_IN.forEach((name, use) -> missing(options, name, use, false, lacking));
    ANY.forEach((name, use) -> missing(options, name, use, modules, lacking));
    if (!lacking.isEmpty()) {
      throw new UserError(
          where,
          "cannot run as a guest here: " + String.join("; ", lacking),
          "build the kernel with these, or let kverdict build it from its source");
    }
  }

  private static void missing(
      Map<String, String> options, String name, String use, boolean modular, List<String> lacking) {
    String value = options.getOrDefault(name, "n");
    if (value.equals(YES) || (modular && value.equals(MODULE))) {
      return;
    }
    String is =
        value.equals(MODULE)
            ? "is a module"
                + (ANY.containsKey(name) ? ", and modules: is not given" : ", not built in")
            : "is not set";
    lacking.add("CONFIG_%s %s (%s)".formatted(name, is, use));
  }

  /** Returns whether the image boots only by its own start-up code. */
  static boolean bootsCompressed(Map<String, String> options) {
    return !YES.equals(options.get("PVH")) || ConfigParts.instrumented(options);
  }

  /** Returns what cannot be found out on such a kernel, a line each. */
  static List<String> lost(Map<String, String> options) {
    List<String> lost = new ArrayList<>();
    for (String name : List.of("KPROBES", "KPROBE_EVENTS")) {
      if (!YES.equals(options.get(name))) {
        lost.add("CONFIG_" + name + " is not set: which functions ran cannot be counted");
        break;
      }
    }
    if (!options.containsKey("PVPANIC_PCI") || "n".equals(options.get("PVPANIC_PCI"))) {
      lost.add("CONFIG_PVPANIC_PCI is not set: a panic has one witness less");
    }
    return lost;
  }
}
