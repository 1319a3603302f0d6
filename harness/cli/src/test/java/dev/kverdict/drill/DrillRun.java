package dev.kverdict.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A run of kverdict as a user starts it, and moments of it that can be seen from outside. */
final class DrillRun implements AutoCloseable {

  private static final Duration LOOKING = Duration.ofMillis(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path output;
  private final Path runs;

  DrillRun(Process process, Path output, Path runs) {
    this.process = process;
    this.output = output;
    this.runs = runs;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** What it has printed on both streams. */
  String printed() throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
  }

  /** The directory of the run, once it has one. */
  Optional<Path> folder() {
    try (Stream<Path> all = Files.list(runs)) {
      return all.filter(Files::isDirectory).sorted().reduce((one, next) -> next);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What it came to, once that is written. */
  Optional<JsonNode> result() {
    return folder()
        .map(folder -> folder.resolve("verdict.json"))
        .filter(Files::exists)
        .map(DrillRun::read);
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(file + " is no JSON", e);
    }
  }

  /** Waits until the log of events has so many of a type. */
  void awaitEvent(String type, int count) {
    await("event " + type, () -> events(type) >= count ? Optional.of(type) : Optional.empty());
  }

  /** Counts the events of a type so far. */
  int events(String type) {
    String word = "\"type\":\"" + type + "\"";
    String log = folder().map(folder -> text(folder.resolve("events.jsonl"))).orElse("");
    return (log.length() - log.replace(word, "").length()) / word.length();
  }

  /** Waits until the run's directory has a file. */
  void awaitFile(String name) {
    await(name, () -> folder().map(folder -> folder.resolve(name)).filter(Files::exists));
  }

  /** Waits for a program of the run, by the end of its path. */
  void awaitProgram(String name) {
    await(name, () -> family(one -> one.info().command().orElse("").endsWith(name)));
  }

  /**
   * Waits for a machine whose channel has said something; {@link Tools#LISTENING} keeps it in a
   * file of the cage.
   *
   * @param words empty for a machine that has said nothing yet
   */
  ProcessHandle awaitMachine(String channel, String words) {
    return await(
        channel + ": " + words,
        () -> family(one -> runs(one, "qemu-system") && said(one, channel).contains(words)));
  }

  private static String said(ProcessHandle machine, String channel) {
    return text(Path.of("/proc", Long.toString(machine.pid()), "root/tmp", channel + ".log"));
  }

  private static boolean runs(ProcessHandle one, String name) {
    return one.info().command().orElse("").contains(name)
        && !one.info().commandLine().orElse("").contains("--version");
  }

  private Optional<ProcessHandle> family(Predicate<ProcessHandle> which) {
    return process.descendants().filter(which).findFirst();
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it is not there yet, or not any more
    }
  }

  private <T> T await(String what, Supplier<Optional<T>> look) {
    while (process.isAlive()) {
      Optional<T> seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      pause();
    }
    throw new AssertionError("the run ended before: " + what);
  }

  private void pause() {
    try {
      var unused = process.waitFor(LOOKING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Sends a signal by its name (kill(1)). */
  void send(String signal) throws IOException, InterruptedException {
    send(signal, List.of(process.toHandle()));
  }

  /** Sends a signal; who is gone does not mind. */
  static void send(String signal, List<ProcessHandle> to) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("kill", "-" + signal));
    to.forEach(one -> argv.add(Long.toString(one.pid())));
    new ProcessBuilder(argv).redirectErrorStream(true).start().waitFor();
  }

  /** Sends a signal again and again, until the run has ended. */
  void insist(String signal) throws IOException, InterruptedException {
    while (process.isAlive()) {
      send(signal);
      pause();
    }
  }

  /** Stops it with all its programs for so long, as a host does that sleeps. */
  void sleep(Duration time) throws IOException, InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
    process.descendants().forEach(all::add);
    send("STOP", all);
    var unused = process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    send("CONT", all);
  }

  /** Waits for its end: as a shell, with 128 and the number of a signal. */
  int exitCode(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it does not end within " + limit);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
