package dev.kverdict.bench;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.host.RunningProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Repeats a trial by the script in its evidence: QEMU without a harness.
 *
 * @param pumps must start each task at once
 */
record BareMachine(Lane lane, Executor pumps) {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** The script prints this just before it execs QEMU. */
  static final String BEFORE_QEMU = "the agent's messages:";

  /**
   * Runs the script and returns how long QEMU ran, in ms.
   *
   * @param evidence the trial's directory
   * @param scratch an existing, empty directory
   * @param settles whether the guest settled in the trial, and so must settle again
   */
  double run(Path evidence, Path scratch, boolean settles) throws IOException {
    Path words = Files.createFile(scratch.resolve("words"));
    Command script =
        Command.of(scratch, evidence.resolve("qemu.sh").toString(), words.toString())
            .asChore()
            .withEnvironment(Map.of("TMPDIR", scratch.toString()));
    try (RunningProgram qemu = lane.start(script)) {
      CompletableFuture<Long> ended = qemu.exit().thenApply(code -> System.nanoTime());
      CompletableFuture<Long> began = CompletableFuture.supplyAsync(() -> readConsole(qemu), pumps);
      int code = qemu.await(LIMIT).orElse(-1);
      if (code != 0) {
        throw new InfraError("the script of " + evidence + " ended with " + code);
      }
      long start = began.join();
      if (start == 0) {
        throw new InfraError("the script of " + evidence + " does not say when it starts QEMU");
      }
      double millis = (ended.join() - start) / 1e6;
      if (Files.readString(words, StandardCharsets.ISO_8859_1).contains("\"settled\"") != settles) {
        throw new InfraError("the script of " + evidence + " did not do what the trial did");
      }
      return millis;
    }
  }

  /** Reads the console to its end; returns when QEMU began, as {@link System#nanoTime}, or 0. */
  private static long readConsole(RunningProgram qemu) {
    long began = 0;
    try (BufferedReader console =
        new BufferedReader(new InputStreamReader(qemu.output(), StandardCharsets.ISO_8859_1))) {
      for (String line = console.readLine(); line != null; line = console.readLine()) {
        if (line.startsWith(BEFORE_QEMU)) {
          began = System.nanoTime();
        }
      }
      return began;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
