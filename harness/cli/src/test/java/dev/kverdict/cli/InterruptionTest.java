package dev.kverdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that is asked to end while a program of its runs. */
class InterruptionTest {

  @TempDir private Path directory;

  /** A command in the middle of its work; what fails then would be exit code 4. */
  static final class Working {
    private Working() {}

    /** Has no arguments. */
    public static void main(String[] args) {
      PrintStream terminal = System.err;
      Outlet out = new Outlet(System.out);
      Outlet err = new Outlet(terminal);
      Interruption interruption = new Interruption(out, err);
      interruption.listen(terminal);
      Progress.ofProcess().accept(new Event.RunStarted("case", "runs/x\u001b[1m", 6));
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

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void itEndsItsProgramsSaysHowFarItCameAndHasTheExitCodeOfAShell(String signal, int code)
      throws IOException, InterruptedException {
    try (ChildKverdict child = ChildKverdict.start(directory, "working", Working.class)) {
      List<ProcessHandle> family =
          child.familyWith(p -> p.info().command().filter(c -> c.endsWith("/sleep")).isPresent());
      assertThat(family).as(child.printed()).isNotEmpty();
      child.send(signal);
      assertThat(child.exitCode()).isEqualTo(code);
      assertThat(family).noneMatch(ChildKverdict::runs);
      assertThat(child.printed().lines())
          .containsExactly(
              "working",
              "kverdict: interrupted: 0 of 6 verdicts are known, 0 trials have ended; what is"
                  + " finished is in the store, and the same command goes on from there; so far:"
                  + " runs/x [1m");
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
  void howFarARunCameIsCounted() {
    Progress progress = new Progress();
    assertThat(progress.words()).as("no run").isEmpty();
    progress.accept(new Event.RunStarted("case", "runs/x", 2));
    for (int i = 1; i <= 3; i++) {
      TrialId trial = new TrialId("k", null, "r", TrialId.PLAIN, i);
      progress.accept(new Event.TrialStarted(trial));
      progress.accept(new Event.TrialEnded(trial, Outcome.Kind.CLEAN, "", 1, false, "x"));
    }
    progress.accept(new Event.CellDecided("k", "p", "r", VerdictKind.FIXED, "", 1));
    progress.accept(new Event.CellDecided("k", "p", "r", VerdictKind.FIXED, "again", 1));
    assertThat(progress.words()).startsWith(": 1 of 2 verdicts are known, 3 trials have ended");
    progress.accept(new Event.RunEnded(0, 1));
    assertThat(progress.words()).as("the run is over").isEmpty();
  }
}
