package dev.kverdict.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A main method in a JVM of its own, which can be sent signals.
 *
 * @param output what it has printed on both streams
 */
record ChildKverdict(Process process, Path output) implements AutoCloseable {

  /** Starts it with this JVM's class path, and with the signals that a terminal's program has. */
  static ChildKverdict start(Path directory, String name, Class<?> main, String... arguments)
      throws IOException {
    return start(directory, name, List.of(), main, arguments);
  }

  /** Starts it with options of the JVM, too. */
  static ChildKverdict start(
      Path directory, String name, List<String> options, Class<?> main, String... arguments)
      throws IOException {
    Path output = directory.resolve(name + ".output");
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT,TERM,HUP"));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    words.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    return new ChildKverdict(process, output);
  }

  String printed() throws IOException {
    return Files.readString(output);
  }

  /** Waits until it has printed something. */
  void awaitPrinted(String text) {
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !process.isAlive() || printed().contains(text));
  }

  /** Waits until it has started such a process, and returns all that it has started. */
  List<ProcessHandle> familyWith(Predicate<ProcessHandle> one) {
    return await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> process.isAlive() ? process.descendants().toList() : List.of(),
            family -> !process.isAlive() || family.stream().anyMatch(one));
  }

  /**
   * Returns whether a process runs: one that nobody has taken notice of has no program any more.
   */
  static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /** Sends a signal by its name (kill(1)). */
  void send(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      throw new IllegalStateException("it does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
