package dev.kverdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.record.Event;
import dev.kverdict.terminal.Detail;
import dev.kverdict.terminal.LineView;
import dev.kverdict.terminal.Output;
import dev.kverdict.terminal.RunState;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is asked to end while a program of its runs. */
class InterruptionTest {

  @TempDir private Path directory;

  /** A command in the middle of its work; what fails then would be exit code 4. */
  static final class Working {
    private Working() {}

    /** Runs a program; with an argument, as a part of a run. */
    public static void main(String[] args) {
      PrintStream terminal = System.err;
      Output out = new Output(System.out);
      Output err = new Output(terminal);
      Interruption interruption =
          new Interruption(out, err, terminal, List.of("./kverdict", "verify", "a b", "--fresh"));
      interruption.listen();
      if (args.length > 0) {
        RunWatch watch =
            new RunWatch(
                new LineView(new PrintWriter(out, false, UTF_8), Detail.QUIET),
                new RunState("case.yaml"),
                interruption);
        watch.accept(new Event.RunStarted("case", "runs/x\u001b[1m", 6));
      }
      PrintStream said = new PrintStream(err, true, UTF_8);
      said.println("working");
      try {
        var unused =
            new HostLane()
                .run(Command.asking("sleep", "1000").asChore().within(Duration.ofHours(1)));
        said.println("nobody is told how a program ended that was killed");
      } catch (RuntimeException e) {
        said.println("nobody is told of " + e);
      }
      interruption.exit(4);
    }
  }

  /** A run whose last words take for ever. */
  static final class Stuck implements Interruption.Work {
    @Override
    public void leaveTerminal() {}

    @Override
    public void holdOn() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public List<String> lastWords() {
      return List.of();
    }

    /** Has no arguments. */
    public static void main(String[] args) {
      Output err = new Output(System.err);
      Interruption interruption = new Interruption(err, err, System.err, List.of());
      interruption.begin(new Stuck());
      System.err.println("working");
      new Stuck().holdOn();
    }
  }

  /** A run whose last words tell what they are said with. */
  static final class Reading implements Interruption.Work {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    @Override
    public void leaveTerminal() {}

    @Override
    public void holdOn() {}

    @Override
    public List<String> lastWords() {
      boolean ours =
          Thread.currentThread().getContextClassLoader() == Reading.class.getClassLoader();
      return List.of("resources are " + (ours ? "found" : "not found"));
    }

    /** Has no arguments. */
    public static void main(String[] args) throws InterruptedException {
      Output err = new Output(System.err);
      new Interruption(err, err, System.err, List.of()).begin(new Reading());
      System.err.println("working");
      NEVER.await();
    }
  }

  @Test
  void theLastReportsFindTheirTemplates() throws IOException, InterruptedException {
    try (ChildKverdict child = ChildKverdict.start(directory, "reading", Reading.class)) {
      child.awaitPrinted("working");
      child.send("INT");
      assertThat(child.exitCode()).isEqualTo(130);
      assertThat(child.printed()).endsWith("kverdict: resources are found\n");
    }
  }

  private static List<ProcessHandle> sleeping(ChildKverdict child) {
    return child.familyWith(p -> p.info().command().filter(c -> c.endsWith("/sleep")).isPresent());
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void aRunEndsItsProgramsSaysHowFarItCameAndHowToGoOn(String signal, int code)
      throws IOException, InterruptedException {
    try (ChildKverdict child = ChildKverdict.start(directory, "working", Working.class, "run")) {
      List<ProcessHandle> family = sleeping(child);
      assertThat(family).as(child.printed()).isNotEmpty();
      child.send(signal);
      assertThat(child.exitCode()).isEqualTo(code);
      assertThat(family).noneMatch(ChildKverdict::runs);
      assertThat(child.printed().lines())
          .containsExactly(
              "working",
              "kverdict: interrupted: machines and builds are ended; once more ends kverdict at once",
              "kverdict: 0 of 6 verdicts are known, 0 trials have ended; so far: runs/x [1m",
              "kverdict: go on with: ./kverdict verify 'a b'",
              "kverdict: trials that ended are taken from the store");
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void whatIsNoRunEndsItsPrograms(String signal, int code)
      throws IOException, InterruptedException {
    try (ChildKverdict child = ChildKverdict.start(directory, "working", Working.class)) {
      List<ProcessHandle> family = sleeping(child);
      assertThat(family).as(child.printed()).isNotEmpty();
      child.send(signal);
      assertThat(child.exitCode()).isEqualTo(code);
      assertThat(family).noneMatch(ChildKverdict::runs);
      assertThat(child.printed().lines()).containsExactly("working", "kverdict: interrupted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSecondSignalEndsItAtOnce(String signal) throws IOException, InterruptedException {
    try (ChildKverdict child = ChildKverdict.start(directory, "stuck", Stuck.class)) {
      child.awaitPrinted("working");
      child.send("INT");
      child.awaitPrinted("once more");
      child.send(signal);
      assertThat(child.exitCode()).isEqualTo(signal.equals("INT") ? 130 : 143);
    }
  }

  @Test
  void anEndOfItsOwnIsNoInterruption() throws IOException, InterruptedException {
    try (ChildKverdict child = ChildKverdict.start(directory, "help", Kverdict.class, "--help")) {
      assertThat(child.exitCode()).isZero();
      assertThat(child.printed()).contains("Exit codes:").doesNotContain("kverdict: interrupted");
    }
  }

  @Test
  void wordsAreWrittenAsAShellReadsThem() {
    assertThat(ShellWords.of(List.of("./kverdict", "a b", "it's", "", "--x=1,2", "$HOME", "~")))
        .isEqualTo("./kverdict 'a b' 'it'\\''s' '' --x=1,2 '$HOME' '~'");
  }
}
