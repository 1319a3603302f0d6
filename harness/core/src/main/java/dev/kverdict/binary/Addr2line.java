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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A running binutils addr2line, which reads the debug information once and then answers one query
 * after the other. It does not mark the end of an answer, so each query is followed by a dummy one.
 */
final class Addr2line implements AutoCloseable {

  /** First line of an answer, printed because of {@code -a}. */
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{8,16}");

  /** Limit of a query: debug information comes from the patch and must not block the harness. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final RunningProgram program;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  /**
   * Starts it.
   *
   * @param object the file with debug information
   * @param section the section that addresses are relative to, or empty for a linked file
   */
  Addr2line(Lane lane, Path object, String section) {
    List<String> argv = new ArrayList<>(List.of("addr2line", "-a", "-f", "-i", "-e"));
    argv.add(object.toString());
    if (!section.isEmpty()) {
      argv.addAll(List.of("-j", section));
    }
    this.program =
        lane.converse(Command.beside(object, argv.toArray(String[]::new)).reading(object));
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
   * Returns the places of an address: the functions inlined there, innermost first, then the
   * function that contains them.
   *
   * @throws InfraError if it does not answer in time
   */
  List<Place> ask(long address) {
    CompletableFuture<Void> limit =
        CompletableFuture.runAsync(
            program::close,
            CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    try {
      questions.write("0x" + Long.toHexString(address) + "\n0x0\n");
      questions.flush();
      return answer(answers);
    } catch (IOException e) {
      throw new InfraError("lost addr2line: " + e.getMessage(), e);
    } finally {
      limit.cancel(false);
    }
  }

  /** Reads an answer up to the address of the next one. */
  static List<Place> answer(BufferedReader answers) throws IOException {
    List<String> lines = new ArrayList<>();
    String line = answers.readLine();
    while (line != null && !ADDRESS.matcher(line).matches()) {
      line = answers.readLine(); // the rest of the answer to the last dummy query
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
  }

  @Override
  public void close() {
    program.close();
  }
}
