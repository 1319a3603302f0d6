package dev.kverdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.record.Event;
import dev.kverdict.record.Glimpse;
import dev.kverdict.terminal.Detail;
import dev.kverdict.terminal.LiveView;
import dev.kverdict.terminal.Output;
import dev.kverdict.terminal.RunState;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a terminal of its own (script(1)), on which somebody types. */
class LiveTerminalTest {

  private static final int COLUMNS = 60;
  private static final int ROWS = 12;

  @TempDir private Path directory;

  /** A run in the middle of its work, whose standard input is no terminal. */
  static final class Drawn {
    private Drawn() {}

    /** Has no arguments. */
    public static void main(String[] args) throws IOException {
      PrintStream terminal = System.err;
      FileOutputStream raw = new FileOutputStream(FileDescriptor.out);
      Output out = new Output(raw);
      Output err = new Output(terminal);
      Interruption interruption = new Interruption(out, err, terminal, List.of("./kverdict", "x"));
      interruption.listen();
      RunState state = new RunState("case.yaml");
      LiveView view =
          LiveView.open(
              Detail.ABOVE_VIEW,
              state,
              new PrintWriter(out, true, UTF_8),
              List.of(out, err),
              raw,
              System.getenv());
      RunWatch watch = new RunWatch(view, state, interruption);
      watch.accept(new Event.RunStarted("a-case", "runs/x", 3));
      watch.glimpse(new Glimpse.MachineStarted("k cow #1", () -> "[ 1.0] a console"));
      try {
        var unused =
            new HostLane()
                .run(Command.asking("sleep", "1000").asChore().within(Duration.ofHours(1)));
      } finally {
        interruption.exit(4);
      }
    }
  }

  private Process start(Path shown) throws IOException {
    String java =
        "stty cols %d rows %d; exec '%s' -cp '%s' '%s' </dev/null"
            .formatted(
                COLUMNS,
                ROWS,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Drawn.class.getName());
    ProcessBuilder script =
        new ProcessBuilder("env", "--default-signal=INT", "script", "-qefc", java, "/dev/null");
    script.environment().put("TERM", "xterm");
    return script.redirectErrorStream(true).redirectOutput(shown.toFile()).start();
  }

  @Test
  void itIsDrawnAndCtrlCLeavesTheTerminalAsLinesDo() throws Exception {
    Path shown = directory.resolve("shown");
    Process process = start(shown);
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> !process.isAlive() || Files.readString(shown).contains("a console"));
      assertThat(screen(shown))
          .startsWith("a-case: 3 cells, evidence in runs/x")
          .endsWith("         [ 1.0] a console");
      process.getOutputStream().write(3); // Ctrl-C, for the terminal's driver
      process.getOutputStream().flush();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(screen(shown).replace("^C", ""))
        .isEqualTo(
            """
            a-case: 3 cells, evidence in runs/x
            kverdict: interrupted: machines and builds are ended; once m
            ore ends kverdict at once
            kverdict: 0 of 3 verdicts are known, 0 trials have ended; so
             far: runs/x
            kverdict: go on with: ./kverdict x
            kverdict: trials that ended are taken from the store"""
                .strip());
  }

  private static String screen(Path shown) throws IOException {
    ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);
    screen.write(Files.readString(shown));
    return String.join("\n", screen.toString().lines().map(String::stripTrailing).toList())
        .stripTrailing();
  }
}
