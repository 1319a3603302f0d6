package dev.kverdict.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Files as people have them: made by the tools themselves. */
final class Packed {

  /** Bytes of {@link #disk}: 40 blocks of 64 KiB. */
  static final int SIZE = 40 * SparseCopy.BLOCK;

  private static final Lane LANE = new HostLane();

  private Packed() {}

  /** The bytes of a disk: the middle third cannot be compressed, the rest is zero. */
  static byte[] disk() {
    byte[] bytes = new byte[SIZE];
    byte[] middle = new byte[SIZE / 3];
    new Random(7).nextBytes(middle);
    System.arraycopy(middle, 0, bytes, SIZE / 3, middle.length);
    return bytes;
  }

  /** Runs a command of the shell in a directory. */
  static void run(Path folder, String command) {
    Command words = Command.of(folder, "sh", "-ec", command).writing(folder).asChore();
    assertThat(LANE.run(words))
        .satisfies(result -> assertThat(result.ok()).as("%s", result).isTrue());
  }

  static boolean installed(String tool) {
    return LANE.run(Command.asking("sh", "-c", "command -v \"$1\"", "sh", tool)).ok();
  }

  static void assumeInstalled(String tool) {
    assumeTrue(installed(tool), tool + " is not installed");
  }

  /** A file with the disk, and a name that says nothing. */
  static Path raw(Path folder) throws IOException {
    return Files.write(folder.resolve("disk"), disk());
  }

  /**
   * A file with the disk, packed one way after the other.
   *
   * @param ways {@code gzip}, {@code qcow2} and the like
   */
  static Path packed(Path folder, List<String> ways) throws IOException {
    Path file = raw(folder);
    for (String way : ways) {
      assumeInstalled(way.equals("qcow2") ? "qemu-img" : way);
      run(
          folder,
          way.equals("qcow2")
              ? "qemu-img convert -f raw -O qcow2 disk packed; mv packed disk"
              : way + " -c <disk >packed; mv packed disk");
    }
    return file;
  }
}
