package dev.kverdict.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a run holds at a moment.
 *
 * @param trials how many trials are over
 * @param age how long it has run
 * @param heapKib what its heap holds after a collection
 * @param residentKib its memory (VmRSS, proc_pid_status(5)), without its programs
 * @param descriptors its open files
 * @param programs how many programs it runs
 * @param temporary how many directories it has for temporary files
 * @param storeMib what the store holds
 */
record Usage(
    int trials,
    Duration age,
    long heapKib,
    long residentKib,
    long descriptors,
    long programs,
    int temporary,
    long storeMib) {

  static final String HEAD =
      """
      | trials | seconds | heap, KiB | resident, KiB | open files | programs | temporary | store, MiB |
      |---|---|---|---|---|---|---|---|
      """;

  /** As jcmd's GC.heap_info prints it for each generation. */
  private static final Pattern USED = Pattern.compile("generation\\s.*?used (\\d+)K");

  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  static Usage of(DrillRun run, Stage stage, int trials) throws IOException {
    ProcessHandle process = run.handle();
    String pid = Long.toString(process.pid());
    jcmd(pid, "GC.run");
    Path proc = Path.of("/proc", pid);
    Instant started = process.info().startInstant().orElseThrow();
    return new Usage(
        trials,
        Duration.between(started, Instant.now()),
        sum(USED, jcmd(pid, "GC.heap_info")),
        sum(RESIDENT, Files.readString(proc.resolve("status"))),
        count(proc.resolve("fd")),
        process.descendants().count(),
        new Remains(stage).directories().size(),
        bytes(stage.store()) >> 20);
  }

  private static String jcmd(String pid, String command) throws IOException {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process = new ProcessBuilder(program, pid, command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static long sum(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    long sum = 0;
    while (matcher.find()) {
      sum += Long.parseLong(matcher.group(1));
    }
    if (sum == 0) {
      throw new AssertionError("nothing like " + pattern + " in: " + text);
    }
    return sum;
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.count();
    }
  }

  private static long bytes(Path directory) throws IOException {
    long sum = 0;
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        try {
          sum += Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
          // It has been removed meanwhile.
        }
      }
    } catch (UncheckedIOException e) {
      return -1; // a directory has been removed meanwhile
    }
    return sum;
  }

  /** Returns it as a row in Markdown. */
  String markdown() {
    return "| %d | %d | %d | %d | %d | %d | %d | %d |%n"
        .formatted(
            trials,
            age.toSeconds(),
            heapKib,
            residentKib,
            descriptors,
            programs,
            temporary,
            storeMib);
  }
}
