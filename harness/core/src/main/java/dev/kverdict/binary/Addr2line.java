package dev.kverdict.binary;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.host.RunningProgram;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One running binutils addr2line: it reads the debug information once and is then asked for one
 * address after the other. Where an answer ends is only known by the address of the next one, so
 * that each question is followed by another.
 */
final class Addr2line implements AutoCloseable {

  /** What an answer begins with under {@code -a}. */
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{8,16}");

  /** Debug information comes from the patch's code: reading it must not take for ever. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final RunningProgram program;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  /**
   * Starts it.
   *
   * @param object the file with debug information
   * @param section what addresses are relative to, or empty for a linked file
   */
  Addr2line(Lane lane, Path object, String section) {
    List<String> argv = new ArrayList<>(List.of("addr2line", "-a", "-f", "-i", "-e"));
    argv.add(object.toString());
    if (!section.isEmpty()) {
      argv.addAll(List.of("-j", section));
    }
    Path folder = Objects.requireNonNull(object.toAbsolutePath().getParent(), "a file's folder");
    this.program = lane.converse(Command.of(folder, argv.toArray(String[]::new)).reading(object));
    this.questions =
        new BufferedWriter(new OutputStreamWriter(program.input(), StandardCharsets.US_ASCII));
    this.answers =
        new BufferedReader(new InputStreamReader(program.output(), StandardCharsets.UTF_8));
  }

  /**
   * A place in the source.
   *
   * @param function its function
   * @param where {@code file:line} as the compiler was given it, {@code ??:0} where unknown
   */
  record Place(String function, String where) {}

  /**
   * The places of an address: the functions that are inlined there, innermost first, and the one
   * that has them.
   *
   * @throws InfraError when it does not answer in time
   */
  List<Place> ask(long address) {
    CompletableFuture<Void> limit =
        CompletableFuture.runAsync(
            program::close,
            CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    try {
      questions.write("0x" + Long.toHexString(address) + "\n0x0\n");
      questions.flush();
      List<String> lines = new ArrayList<>();
      String line = answers.readLine();
      while (line != null && !ADDRESS.matcher(line).matches()) {
        line = answers.readLine(); // the rest of the last question's second answer
      }
      for (line = answers.readLine();
          line != null && !ADDRESS.matcher(line).matches();
          line = answers.readLine()) {
        lines.add(line);
      }
      if (line == null) {
        throw new InfraError("addr2line ended before it answered");
      }
      List<Place> places = new ArrayList<>();
      for (int i = 0; i + 1 < lines.size(); i += 2) {
        places.add(new Place(lines.get(i), lines.get(i + 1)));
      }
      return places;
    } catch (IOException e) {
      throw new InfraError("lost addr2line: " + e.getMessage(), e);
    } finally {
      limit.cancel(false);
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
