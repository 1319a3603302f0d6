package dev.kverdict.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    return all;
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
