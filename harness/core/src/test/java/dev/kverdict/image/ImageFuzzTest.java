package dev.kverdict.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.model.ImageSource;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a packed image holds: a disk of the size that was allowed, or one error. */
class ImageFuzzTest {

  private static final long SEED = 20261129;
  private static final int INPUTS = Integer.getInteger("kverdict.fuzz.archives", 20);
  private static final long MOST = 4L << 20;

  @TempDir private Path folder;
  @TempDir private Path home;

  private final Lane lane = new HostLane();

  /** Changes some bytes, mostly of the header, or cuts the file. */
  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes =
        random.nextInt(4) == 0
            ? Arrays.copyOf(whole, 1 + random.nextInt(whole.length))
            : whole.clone();
    for (int i = random.nextInt(6); i > 0; i--) {
      int among = random.nextBoolean() ? Math.min(bytes.length, 120) : bytes.length;
      bytes[random.nextInt(among)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "xz", "zstd", "bzip2", "qcow2"})
  void anyFileIsADiskOrAnError(String how) throws IOException {
    Random random = new Random(SEED);
    byte[] whole = Files.readAllBytes(Packed.packed(folder, List.of(how)));
    Store store = new Store(home.resolve("v1"), lane, 1L << 30);
    Path file = folder.resolve("damaged");
    int disks = 0;
    for (int i = 0; i < INPUTS; i++) {
      Files.write(file, i == 0 ? whole : damaged(whole, random));
      try (Entry made =
          new ImageFiles(lane, store, Download.USUAL)
              .obtain("disk", new ImageSource.Existing(file, null, MOST))) {
        assertThat(ImageMaker.file(made)).as("input %d", i).hasSize(MOST);
        disks++;
      } catch (UserError e) {
        assertThat(e.getMessage())
            .as("input %d", i)
            .startsWith("image disk: " + file)
            .matches("[^\\p{Cntrl}]{1,2000}");
      }
      try (Stream<Path> left = Files.list(home.resolve("v1/tmp"))) {
        assertThat(left.filter(Files::isDirectory)).isEmpty();
      }
    }
    assertThat(disks).isBetween(1, INPUTS);
  }
}
