package dev.kverdict.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** Entries of the store that are not what they were, and disks of the user's that are broken. */
final class DamagedStores {

  private static final Duration TWO_DAYS = Duration.ofDays(2);

  private DamagedStores() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.add(entry("evidence is cut short", Stock.ALL, "trial", "agent.jsonl", half()).inShort());
    all.add(entry("evidence is empty", Stock.ALL, "trial", "ending.json", empty()));
    all.add(entry("evidence has flipped bits", Stock.ALL, "trial", "agent.jsonl", flipped()));
    all.add(
        entry(
            "evidence is of another version",
            Stock.ALL,
            "trial",
            "trial.json",
            text("\"schema\" : ", "\"schema\" : 9")));
    all.add(entry("snapshots are cut short", Stock.UNTRIED, "snapshot", "state", half()));
    all.add(entry("snapshots have flipped bits", Stock.UNTRIED, "snapshot", "state", flipped()));
    all.add(entry("snapshots have no name", Stock.UNTRIED, "snapshot", "name", empty()));
    all.add(entry("the program is cut short", Stock.UNTRIED, "program", "program", half()));
    all.add(entry("the program is empty", Stock.UNTRIED, "program", "program", empty()));
    all.add(entry("the agent is cut short", Stock.UNSAVED, "agent", "program", half()));
    all.add(entry("the image is cut short", Stock.UNSAVED, "image", "image", half()));
    all.add(
        entry("the initramfs is cut short", Stock.UNSAVED, "initramfs", "initramfs.cpio", half()));
    all.add(entry("a kernel is cut short", Stock.UNSAVED, "kernel", "vmlinux", half()));
    all.add(entry("a kernel's record is empty", Stock.UNSAVED, "kernel", "kernel.json", empty()));
    all.add(entry("a module is cut short", Stock.UNSAVED, "kernel", "minix.ko", half()));
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
        Fault.of("the image is damaged in 100 places")
            .broken(
                stage -> {
                  Path image = stage.files("image", "image").get(0);
                  byte[] bytes = Files.readAllBytes(image);
                  Random random = new Random(1);
                  for (int i = 0; i < 100; i++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                  }
                  return List.of(stage.writeImage("damaged", bytes));
                })
            .ending(0, 1, 3, 4));
    all.add(
        Fault.of("the image is not the one that the case names by its digest")
            .broken(
                stage ->
                    List.of(
                        stage.writeCase(
                            "other.yaml",
                            "file: old-data.c, sha256: " + "0".repeat(64),
                            "old-data.c")))
            .ending(2, 4));
    return all;
  }

  private static Fault entry(
      String what, Stock stock, String step, String name, UnaryOperator<byte[]> how) {
    return Fault.of("in the store, " + what)
        .from(stock)
        .broken(
            stage -> {
              stage.change(step, name, how);
              return List.of();
            });
  }

  private static UnaryOperator<byte[]> half() {
    return bytes -> Arrays.copyOf(bytes, bytes.length / 2);
  }

  private static UnaryOperator<byte[]> empty() {
    return bytes -> new byte[0];
  }

  private static UnaryOperator<byte[]> flipped() {
    return bytes -> {
      Random random = new Random(bytes.length);
      for (int i = 0; i < 200; i++) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return bytes;
    };
  }

  private static UnaryOperator<byte[]> text(String from, String to) {
    return bytes ->
        new String(bytes, StandardCharsets.UTF_8)
            .replace(from, to)
            .getBytes(StandardCharsets.UTF_8);
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
