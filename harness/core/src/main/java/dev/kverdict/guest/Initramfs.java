package dev.kverdict.guest;

import dev.kverdict.InfraError;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * Writes the guest's initramfs: the agent as {@code /init}, the kernel's modules, and a few files
 * that programs expect, as a cpio archive in the "newc" format (the kernel's
 * Documentation/driver-api/early-userspace). It holds nothing of a case: programs are sent after
 * boot. It is not compressed, because under emulation unpacking costs more than reading. Equal
 * inputs give equal bytes.
 */
public final class Initramfs {

  /** Name of the archive in its entry. */
  private static final String FILE = "initramfs.cpio";

  private static final int RECIPE = 5;
  private static final String CONTRACT = StaticCompiler.SCRIPT_CONTRACT;

  /**
   * Modules loaded before the agent takes requests: the bus and the port it needs for them; the
   * disks and QEMU's panic device, which no case should have to ask for; and configfs, without
   * which there is not even the directory to mount it on. A kernel may have any of them built in.
   */
  public static final List<String> BOOT_MODULES =
      List.of(
          "virtio_pci", "virtio_mmio", "virtio_console", "virtio_blk", "pvpanic_pci", "configfs");

  private static final List<String> DIRECTORIES =
      List.of(
          "dev",
          "proc",
          "sys",
          "tmp",
          "mnt",
          "run",
          "var",
          "etc",
          "root",
          "home",
          "lib",
          "lib/modules",
          "kverdict");

  /** Files that programs look into: who nobody is, and where localhost is. */
  private static final Map<String, String> SYSTEM_FILES =
      new TreeMap<>(
          Map.of(
              "etc/passwd",
              "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
              "etc/group",
              "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n",
              "etc/hosts",
              "127.0.0.1 localhost kverdict\n::1 localhost\n"));

  /** Depmod's lists that the agent reads. */
  private static final List<String> LISTS =
      List.of("modules.dep", "modules.alias", "modules.builtin", "modules.devname");

  private Initramfs() {}

  /**
   * Returns the initramfs for a kernel, made first if it is not in the store.
   *
   * @param agent the agent's binary
   * @param modules the directory that holds {@code lib/modules/RELEASE/}
   * @param modulesDigest a digest of the modules
   */
  public static Entry obtain(Store store, Path agent, Path modules, String modulesDigest) {
    Key key =
        Key.of(
            "initramfs",
            RECIPE,
            Digests.ofFile(agent),
            modulesDigest,
            Digests.ofBytes(StaticCompiler.resource(CONTRACT)));
    return store.obtain(key, directory -> write(directory.resolve(FILE), agent, modules));
  }

  /** Returns the archive of an entry. */
  public static Path archive(Entry entry) {
    return entry.folder().resolve(FILE);
  }

  static void write(Path file, Path agent, Path modules) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        CpioArchiveOutputStream cpio =
            new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW, 512, "US-ASCII")) {
      for (String directory : DIRECTORIES) {
        directory(cpio, directory);
      }
      CpioArchiveEntry console = entry("dev/console", CpioConstants.C_ISCHR | 0600, 0);
      console.setRemoteDeviceMaj(5);
      console.setRemoteDeviceMin(1);
      cpio.putArchiveEntry(console);
      cpio.closeArchiveEntry();
      // Where it is found whatever the root is: a guest with a userland shows this directory in it.
      file(cpio, "kverdict/modprobe", Files.readAllBytes(agent), 0755);
      link(cpio, "kverdict/deliver", "modprobe");
      link(cpio, "init", "kverdict/modprobe");
      file(cpio, "kverdict/" + CONTRACT, StaticCompiler.resource(CONTRACT), 0644);
      link(cpio, "var/tmp", "../tmp");
      for (Map.Entry<String, String> each : SYSTEM_FILES.entrySet()) {
        file(cpio, each.getKey(), each.getValue().getBytes(StandardCharsets.US_ASCII), 0644);
      }
      Path base = modules.resolve("lib/modules");
      NavigableSet<Path> paths = Files.isDirectory(base) ? contents(base) : new TreeSet<>();
      modules(cpio, base, paths);
      file(
          cpio,
          "kverdict/boot-modules",
          bootModules(paths).getBytes(StandardCharsets.US_ASCII),
          0644);
    }
  }

  private static NavigableSet<Path> contents(Path base) throws IOException {
    NavigableSet<Path> paths = new TreeSet<>();
    try (Stream<Path> all = Files.walk(base)) {
      all.filter(path -> !path.equals(base)).forEach(paths::add);
    }
    return paths;
  }

  private static String bootModules(NavigableSet<Path> paths) {
    StringBuilder lines = new StringBuilder();
    for (String module : BOOT_MODULES) {
      String file = module + ".ko";
      if (paths.stream()
          .anyMatch(path -> file.equals(path.getFileName().toString().replace('-', '_')))) {
        lines.append(module).append('\n');
      }
    }
    return lines.toString();
  }

  private static void modules(CpioArchiveOutputStream cpio, Path base, NavigableSet<Path> paths)
      throws IOException {
    for (Path path : paths) {
      String name = "lib/modules/" + base.relativize(path);
      if (Files.isSymbolicLink(path)) {
        continue; // "build" and "source" point outside the guest
      }
      if (Files.isDirectory(path)) {
        directory(cpio, name);
      } else if (name.endsWith(".ko") || LISTS.contains(path.getFileName().toString())) {
        file(cpio, name, Files.readAllBytes(path), 0644);
      }
    }
  }

  private static void directory(CpioArchiveOutputStream cpio, String name) throws IOException {
    cpio.putArchiveEntry(entry(name, CpioConstants.C_ISDIR | 0755, 0));
    cpio.closeArchiveEntry();
  }

  private static void file(CpioArchiveOutputStream cpio, String name, byte[] bytes, int mode)
      throws IOException {
    cpio.putArchiveEntry(entry(name, CpioConstants.C_ISREG | mode, bytes.length));
    cpio.write(bytes);
    cpio.closeArchiveEntry();
  }

  private static void link(CpioArchiveOutputStream cpio, String name, String target)
      throws IOException {
    byte[] bytes = target.getBytes(StandardCharsets.US_ASCII);
    cpio.putArchiveEntry(entry(name, CpioConstants.C_ISLNK | 0777, bytes.length));
    cpio.write(bytes);
    cpio.closeArchiveEntry();
  }

  private static CpioArchiveEntry entry(String name, int mode, long size) {
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
      throw new InfraError("a module's name is not ASCII: " + name);
    }
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name);
    entry.setMode(mode);
    entry.setSize(size);
    entry.setTime(0);
    entry.setUID(0);
    entry.setGID(0);
    entry.setNumberOfLinks((mode & CpioConstants.C_ISDIR) == CpioConstants.C_ISDIR ? 2 : 1);
    return entry;
  }
}
