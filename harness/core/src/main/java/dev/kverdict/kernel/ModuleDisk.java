package dev.kverdict.kernel;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.HostIo;
import dev.kverdict.binary.ElfFile;
import dev.kverdict.binary.ModuleName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A disk of modules that a guest loads when its kernel asks for them: hundreds of MB of a
 * distribution's kernel, which would make an initramfs slow. It has no file system, because a
 * kernel may have all of them as modules. The agent's {@code trees.c} describes its format.
 */
public final class ModuleDisk {

  /** The serial number by which the agent finds it. */
  public static final String SERIAL = "kverdict-modules";

  private static final String HEAD = SERIAL + " 1\n";

  /** Numbers of equal width: the length of the table does not depend on them. */
  private static final String LINE = "%012d %010d %s\n";

  private static final int BLOCK = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModuleDisk() {}

  private static Path image(Path directory) {
    return directory.resolve("modules.disk");
  }

  private static Path buildIds(Path directory) {
    return directory.resolve("modules.disk.json");
  }

  /**
   * Writes a disk and the build-ids of its modules.
   *
   * @param lists the text of depmod's files, by name
   * @param modules directory of the modules, as {@code lib/modules/RELEASE}
   * @param files modules, relative to that directory
   * @param directory where the disk is written
   */
  public static void write(
      Map<String, String> lists, Path modules, List<String> files, Path directory)
      throws IOException {
    Map<String, Long> sizes = new LinkedHashMap<>();
    Map<String, String> ids = new TreeMap<>();
    lists.forEach((name, text) -> sizes.put(name, (long) bytes(text).length));
    for (String file : files) {
      Path module = modules.resolve(file);
      sizes.put(file, Files.size(module));
      ElfFile.read(module).buildId().ifPresent(id -> ids.put(ModuleName.of(file), id));
    }
    try (FileChannel disk =
        FileChannel.open(
            image(directory), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(disk, bytes(table(sizes)));
      for (String text : lists.values()) {
        write(disk, bytes(text));
      }
      for (String file : files) {
        append(modules.resolve(file), disk);
      }
      write(disk, new byte[(int) (-disk.position() & (BLOCK - 1))]);
    }
    JSON.writeValue(buildIds(directory).toFile(), ids);
  }

  private static String table(Map<String, Long> sizes) {
    long offset = HEAD.length() + 1L; // the empty line
    for (String name : sizes.keySet()) {
      offset += LINE.formatted(0, 0, name).length();
    }
    List<String> lines = new ArrayList<>(List.of(HEAD));
    for (Map.Entry<String, Long> file : sizes.entrySet()) {
      lines.add(LINE.formatted(offset, file.getValue(), file.getKey()));
      offset += file.getValue();
    }
    return String.join("", lines) + "\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void write(FileChannel disk, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      disk.write(buffer);
    }
  }

  private static void append(Path file, FileChannel disk) throws IOException {
    try (FileChannel from = FileChannel.open(file)) {
      for (long done = 0; done < from.size(); ) {
        done += from.transferTo(done, from.size() - done, disk);
      }
    }
  }

  /** Gives an artefact a disk that {@link #write} wrote, by hard links: nobody writes to it. */
  public static void link(Path from, Path artefact) throws IOException {
    Files.createLink(image(artefact), image(from));
    Files.createLink(buildIds(artefact), buildIds(from));
  }

  /** Returns an artefact's disk, if it has one. */
  static Optional<Path> of(Path artefact) {
    return Optional.of(image(artefact)).filter(Files::exists);
  }

  /** Returns the build-ids of the modules on an artefact's disk, by names as in /sys/module. */
  static Map<String, String> idsOf(Path artefact) {
    Path file = buildIds(artefact);
    return HostIo.get(
        "cannot read " + file,
        () ->
            Files.exists(file)
                ? JSON.readValue(file.toFile(), new TypeReference<Map<String, String>>() {})
                : Map.of());
  }
}
