package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.host.RunningProgram;
import dev.kverdict.record.Event;
import dev.kverdict.terminal.Detail;
import dev.kverdict.terminal.LineView;
import dev.kverdict.terminal.RunState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The log of a run, which leaves the output on the terminal unchanged. */
class RunLogTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
  private static final String HEAD = TIME + " [A-Z]+ +\\[[\\w .-]+] \\w+: ";
  private static final Logger LIBRARY = LoggerFactory.getLogger("com.example.Library");

  @TempDir private Path run;
  private final Lane lane = new HostLane();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream terminal = System.err;

  @BeforeEach
  void begin() {
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    RunLog.begin(run);
  }

  @AfterEach
  void end() {
    System.setErr(terminal);
  }

  private List<String> log() {
    try {
      return Files.readAllLines(run.resolve(RunLog.FILE), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> said() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aCommandIsLoggedWithItsArgumentsExitCodeAndTime() {
    var unused = lane.run(Command.of(run, "sh", "-c", "exit 3"));
    assertThat(log())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        TIME
                            + " DEBUG \\[main] CommandLog: exit code 3 after \\d+\\.\\d{3} s in "
                            + run
                            + ": sh -c 'exit 3'"));
    assertThat(said()).isEmpty();
  }

  @Test
  void aBuildIsLoggedAndAProgramThatNeverStarted() throws IOException {
    var unused = lane.build(Command.of(run, "true", "all"), run.resolve("lock"), line -> {});
    try {
      var none = lane.run(Command.of(run, "/no/such/program").asChore());
      assertThat(none.ok()).isFalse();
    } catch (InfraError e) {
      assertThat(e).hasMessageContaining("/no/such/program");
    }
    assertThat(log()).anyMatch(line -> line.matches(HEAD + "exit code 0 after .*: true all"));
    assertThat(log()).anyMatch(line -> line.matches(HEAD + "no result .*: /no/such/program"));
  }

  @Test
  void aBackgroundProgramIsLoggedWithItsStartAndItsEnd() {
    try (RunningProgram program = lane.start(Command.of(run, "sleep", "1000"))) {
      String started = HEAD + "started as process " + program.pid() + " after .*: sleep 1000";
      assertThat(log()).anyMatch(line -> line.matches(started));
    }
    // Logged by the thread that waits for its end.
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(log())
                    .anyMatch(line -> line.matches(HEAD + "exit code 137 after .*: sleep 1000")));
  }

  @Test
  void nothingInAnArgumentStartsANewLine() {
    String forged = "x\n2026-01-01T00:00:00.000Z INFO  [main] Forged: \u001b[2J\u00e4";
    var unused = lane.run(Command.of(run, "true", forged, "y".repeat(100_000)));
    assertThat(log()).allMatch(line -> line.matches(HEAD + "[ -~]*") && line.length() < 10_000);
    assertThat(log())
        .anyMatch(line -> line.contains("true 'x\\n2026-") && line.endsWith("more characters)"))
        .anyMatch(line -> line.contains("Forged: \\u001b[2J\\u00e4"));
  }

  @Test
  void everyEventIsLoggedWhateverTheTerminalShows() {
    StringWriter shown = new StringWriter();
    RunWatch printer =
        new RunWatch(
            new LineView(new PrintWriter(shown), Detail.PLAIN),
            new RunState("x"),
            Session.within().interruption());
    printer.accept(new Event.Note("one\r\ntwo"));
    printer.accept(new Event.TrialStarted(new dev.kverdict.record.TrialId("k", null, "r", "", 1)));
    assertThat(log())
        .anyMatch(line -> line.matches(HEAD + "one\\\\u000d\\\\ntwo"))
        .anyMatch(line -> line.matches(HEAD + "trial .*r.*"));
    assertThat(shown.toString().lines()).containsExactly("one??two");
    assertThat(said()).isEmpty();
  }

  @Test
  void warningsOfLibrariesAreLoggedAndStillPrinted() {
    LIBRARY.info("hello");
    LIBRARY.warn("careful");
    assertThat(log()).noneMatch(line -> line.contains("hello"));
    assertThat(log()).anyMatch(line -> line.matches(TIME + " WARN .* Library: careful"));
    assertThat(said()).singleElement().asString().endsWith("WARN  Library: careful");
  }

  @Test
  void theErrorThatEndedTheRunIsLoggedWithItsStackTrace() {
    Callable<Integer> broken =
        () -> {
          throw new InfraError("first\nsecond", new IOException("the disk"));
        };
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new Broken(broken))
            .setExecutionExceptionHandler(new Errors())
            .setErr(new PrintWriter(err))
            .execute();
    assertThat(code).isEqualTo(Errors.BROKEN);
    assertThat(log()).anyMatch(line -> line.matches(HEAD + "ended by an error"));
    assertThat(log())
        .contains("\tdev.kverdict.InfraError: first", "\tsecond")
        .contains("\tCaused by: java.io.IOException: the disk")
        .anyMatch(line -> line.startsWith("\tat dev.kverdict.cli.RunLogTest"));
    assertThat(err.toString()).isEqualTo("kverdict: first\nsecond" + System.lineSeparator());
    assertThat(said()).isEmpty();
  }

  @CommandLine.Command(name = "broken")
  private record Broken(Callable<Integer> work) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      return work.call();
    }
  }

  @Test
  void aFullLogSaysSoInItsLastLine() {
    RunLog.begin(run, 2000);
    for (int i = 0; i < 100; i++) {
      LIBRARY.warn("number {}", i);
    }
    assertThat(log()).hasSizeBetween(10, 40);
    assertThat(log().get(0)).endsWith("number 0");
    assertThat(log().get(log().size() - 1))
        .matches(TIME + " this log is full; nothing more is written");
    assertThat(run.resolve(RunLog.FILE).toFile().length()).isLessThan(2100);
  }

  @Test
  void theNextRunHasALogOfItsOwn(@TempDir Path next) throws IOException {
    LIBRARY.warn("of the first");
    RunLog.begin(next);
    LIBRARY.warn("of the second");
    assertThat(log()).anyMatch(line -> line.contains("of the first"));
    assertThat(log()).noneMatch(line -> line.contains("of the second"));
    assertThat(next.resolve(RunLog.FILE)).content().contains("of the second");
  }

  @Test
  void anInterruptedThreadDoesNotCloseTheLog() {
    Thread.currentThread().interrupt();
    LIBRARY.warn("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    LIBRARY.warn("afterwards");
    assertThat(log()).anyMatch(line -> line.endsWith("afterwards"));
  }
}
