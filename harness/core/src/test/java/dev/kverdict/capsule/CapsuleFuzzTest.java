package dev.kverdict.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.kverdict.UserError;
import dev.kverdict.campaign.DeadLane;
import dev.kverdict.run.Environment;
import dev.kverdict.shard.Json;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged capsules: whatever is wrong with one, there is one documented error, and no other. */
class CapsuleFuzzTest {

  private static final int EACH = 500;

  /** In bytes: buffers, and a manifest of a few kilobytes in all its forms. */
  private static final long MOST_MEMORY = 8 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Words that mean something somewhere. */
  private static final List<String> WORDS =
      List.of(
          "null",
          "-1",
          "0",
          "1e99",
          "\"\"",
          "\"..\"",
          "\"/etc/passwd\"",
          "{}",
          "[]",
          "true",
          "99999999999",
          "\"a,b=c\"",
          "\"\\u0000\"");

  @TempDir private Path folder;
  private final SmallCapsule small = new SmallCapsule();
  private final byte[] whole = small.with(Json.of(small.manifest())).bytes();

  @Test
  void aLargeFileIsNeverInMemory() throws IOException {
    String zeros = "\0".repeat(40 << 20);
    String digest = Digests.ofText(zeros);
    Path file =
        small.write(
            folder.resolve("large.capsule"),
            document -> {
              ObjectNode image = (ObjectNode) document.at("/machines/images/disk/files");
              ObjectNode files = (ObjectNode) document.at("/files");
              String old = image.path("image").asText();
              small.blobs().remove(old);
              files.remove(old);
              image.put("image", digest);
              files.put(digest, zeros.length());
              small.blobs().put(digest, new byte[zeros.length()]);
            });
    Path into = Files.createDirectories(folder.resolve("large"));
    Capsule read = Capsule.read(file, into);
    requireLittleMemory(file, into, false);
    assertThat(read.bundle().blob(digest)).hasSize(zeros.length());
  }

  private interface Damage {
    void write(Random random, Path file) throws IOException;
  }

  /** Returns how many were refused. */
  private int refused(long seed, Damage damage) throws IOException {
    Random random = new Random(seed);
    Path file = folder.resolve("a.capsule");
    Path into = Files.createDirectories(folder.resolve("into"));
    int refused = 0;
    for (int i = 0; i < EACH; i++) {
      damage.write(random, file);
      try {
        boolean first = wasRefused(file, into);
        refused += first ? 1 : 0;
        requireLittleMemory(file, into, first);
      } catch (RuntimeException e) {
        throw new AssertionError("seed %d, number %d: %s".formatted(seed, i, e), e);
      }
    }
    return refused;
  }

  private static boolean wasRefused(Path file, Path into) {
    try {
      Capsule read = Capsule.read(file, into);
      assertThat(Bounds.require(read.manifest())).isPositive();
      return false;
    } catch (UserError e) {
      assertThat(e.getMessage()).startsWith(file + ": ").hasSizeLessThan(700);
      return true;
    }
  }

  /**
   * Reads a file again, which has to end as before, and counts what that allocates. The first
   * reading of a kind loads classes (10 MB for 273 of them on JDK 25), which no file has asked for.
   */
  private static void requireLittleMemory(Path file, Path into, boolean refused) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(wasRefused(file, into)).isEqualTo(refused);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_MEMORY);
  }

  private static void flip(Random random, byte[] bytes) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  @Test
  void bytesOfTheArchive() throws IOException {
    assertThat(
            refused(
                1,
                (random, file) -> {
                  byte[] bytes = whole.clone();
                  flip(random, bytes);
                  RawCapsule.write(file, bytes);
                }))
        .isGreaterThan(EACH * 9 / 10); // a number of the manifest may be another one
  }

  @Test
  void bytesOfWhatIsCompressed() throws IOException {
    byte[] zipped = Files.readAllBytes(RawCapsule.write(folder.resolve("whole"), whole));
    assertThat(
            refused(
                2,
                (random, file) -> {
                  byte[] bytes = zipped.clone();
                  flip(random, bytes);
                  int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
                  Files.write(file, Arrays.copyOf(bytes, length));
                }))
        .isGreaterThan(EACH * 9 / 10); // the header has a time and a system, which mean nothing
  }

  @Test
  void blocksOfTheArchive() throws IOException {
    int blocks = whole.length / TarHeader.BLOCK;
    refused(
        3,
        (random, file) -> {
          RawCapsule raw = new RawCapsule();
          for (int i = 0; i < blocks; i++) {
            int times = random.nextInt(blocks) == 0 ? random.nextInt(3) : 1;
            int from = random.nextInt(2 * blocks) == 0 ? random.nextInt(blocks) : i;
            for (int n = 0; n < times; n++) {
              raw.raw(
                  Arrays.copyOfRange(whole, from * TarHeader.BLOCK, (from + 1) * TarHeader.BLOCK));
            }
          }
          raw.write(file);
        });
  }

  @Test
  void headersWithRightSums() throws IOException {
    refused(
        4,
        (random, file) -> {
          byte[] bytes = whole.clone();
          int first = random.nextInt(2) == 0 ? 0 : secondHeader();
          byte[] header = Arrays.copyOfRange(bytes, first, first + TarHeader.BLOCK);
          flip(random, header);
          System.arraycopy(RawCapsule.summed(header), 0, bytes, first, TarHeader.BLOCK);
          RawCapsule.write(file, bytes);
        });
  }

  private int secondHeader() {
    int length = Json.of(small.manifest()).getBytes(StandardCharsets.UTF_8).length;
    return TarHeader.BLOCK + length + (-length & (TarHeader.BLOCK - 1));
  }

  /** These are well formed more often than not, so those that pass are put to use. */
  @Test
  void valuesOfTheManifest() throws IOException {
    String text = small.document().toString();
    refused(
        5,
        (random, file) -> {
          String changed = text;
          for (int i = random.nextInt(2); i >= 0; i--) {
            changed = withOther(random, changed);
          }
          small.with(changed).write(file);
          open(file);
        });
  }

  private void open(Path file) {
    Environment environment =
        new Environment(new DeadLane(), folder.resolve("store"), 1 << 30, null);
    try (Replay replay = Replay.open(file, environment)) {
      assertThat(replay.matrix().kernels()).hasSize(1);
    } catch (UserError e) {
      assertThat(e.getMessage()).startsWith(file + ": ");
    }
  }

  /** Puts one word in the place of a value. */
  private static String withOther(Random random, String text) {
    int colon = text.indexOf(':', random.nextInt(text.length()));
    if (colon < 0) {
      return text;
    }
    int end = colon + 1;
    boolean quoted = end < text.length() && text.charAt(end) == '"';
    end = quoted ? text.indexOf('"', end + 1) + 1 : end;
    while (!quoted && end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String word = WORDS.get(random.nextInt(WORDS.size()));
    return text.substring(0, colon + 1) + word + text.substring(end);
  }

  @Test
  void whatIsNoCapsuleAtAll() throws IOException {
    refused(
        6,
        (random, file) -> {
          byte[] bytes = new byte[random.nextInt(3000)];
          random.nextBytes(bytes);
          if (random.nextBoolean()) {
            RawCapsule.write(file, bytes);
          } else {
            Files.write(file, bytes);
          }
        });
  }
}
