package dev.kverdict.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A store from the future, and disks of the user's that are not what they should be. */
final class DamagedStores {

  private static final Duration TWO_DAYS = Duration.ofDays(2);

  private DamagedStores() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.add(
        Fault.of("the clock is set back by two days")
            .inShort()
            .from(Stock.ALL)
            .broken(
                stage -> {
                  later(stage.store());
                  return List.of();
                }));
    all.add(
        Fault.of("the image is not the one that the case names by its digest")
            .broken(
                stage ->
                    List.of(
                        stage.writeCase(
                            "other.yaml",
                            "file: old-data.c, sha256: " + "0".repeat(64),
                            "old-data.c")))
            .ending(2));
    all.add(
        damaged(
            "the program in the store is cut short",
            stage -> each(stage, "program", "program", DamagedStores::half)));
    all.add(
        damaged(
            "a bit of the program in the store is flipped",
            stage -> each(stage, "program", "program", bytes -> flipped(bytes, 1))));
    all.add(
        damaged(
            "the snapshots in the store are cut short",
            stage -> each(stage, "snapshot", "state", DamagedStores::half)));
    all.add(
        damaged(
            "100 bits of each snapshot's state are flipped",
            stage -> each(stage, "snapshot", "state", bytes -> flipped(bytes, 100))));
    all.add(
        damaged(
            "the image in the store is damaged in 100 places",
            stage -> each(stage, "image", "image", bytes -> flipped(bytes, 100))));
    all.add(
        damaged(
                "the image in the store has been damaged in 100 places since it was made",
                stage -> {
                  each(stage, "image", "image", bytes -> flipped(bytes, 100));
                  stage.unseal("image");
                })
            .ending(0, 1, 3, 4));
    all.add(
        damaged(
            "the kernels in the store are of another version",
            stage -> {
              each(stage, "kernel", "kernel\\.json", bytes -> "{\"schema\":99}".getBytes(US_ASCII));
              stage.unseal("kernel");
            }));
    return all;
  }

  private interface Damage {
    void to(Stage stage) throws IOException, InterruptedException;
  }

  private static Fault damaged(String name, Damage damage) {
    return Fault.of(name)
        .broken(
            stage -> {
              damage.to(stage);
              return List.of();
            });
  }

  private static void each(Stage stage, String step, String name, UnaryOperator<byte[]> how)
      throws IOException {
    for (Path file : stage.files(step, name)) {
      Stage.damage(file, how);
    }
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  /** The same bits in each drill. */
  private static byte[] flipped(byte[] bytes, int bits) {
    Random random = new Random(bits);
    byte[] flipped = bytes.clone();
    for (int i = 0; i < bits; i++) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return flipped;
  }

  /** All that the store has was made and used after now. */
  private static void later(Path store) throws IOException {
    FileTime later = FileTime.from(Instant.now().plus(TWO_DAYS));
    try (Stream<Path> all = Files.walk(store, 3)) {
      for (Path file : all.filter(Files::isDirectory).toList()) {
        Files.setLastModifiedTime(file, later);
      }
    }
    Path last = Files.createDirectories(store.resolve("locks")).resolve("last-use");
    Files.setLastModifiedTime(Files.createFile(last), later);
  }
}
