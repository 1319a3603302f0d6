package dev.kverdict.guest;

import dev.kverdict.fuzz.FuzzTarget;
import dev.kverdict.fuzz.Masses;
import dev.kverdict.fuzz.Promise;
import dev.kverdict.record.StepResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whatever a program prints: steps of a bounded number, with names that can be shown, and the same
 * ones however its output is cut.
 */
public final class KtapFuzz {

  /** For {@code ci/fuzz}. */
  public static final FuzzTarget TARGET =
      new FuzzTarget(
          "ktap",
          KtapFuzz.class,
          KtapFuzz::fuzzerTestOneInput,
          List.of(
              FuzzTarget.bytes(
                  """
                  KTAP version 1
                  1..3
                  ok 1 - open
                  not ok 2 - write # errno=EIO
                  ok 3 check # SKIP no disk
                  # a remark
                  """),
              FuzzTarget.bytes("TAP version 13\n1..1\n    ok 1 inner\nok 1 outer\n")),
          List.of(
              "1..",
              "ok ",
              "not ok ",
              "ok 1",
              " - ",
              "# ",
              "#",
              "errno=",
              "errno=5 ",
              "SKIP",
              "\n",
              "\r\n",
              "\t",
              " ",
              "9",
              "999999999999",
              "\u0000",
              "\u00c3\u00a4",
              "\u001b[1m"));

  private static final int MOST_STEPS = 1000;
  private static final int MOST_NAME = 120;

  private KtapFuzz() {}

  /** Reads an input as a program's output. */
  public static void fuzzerTestOneInput(byte[] input) {
    String output = new String(Masses.of(input), StandardCharsets.UTF_8);
    Ktap whole = read(output, output.length() + 1);
    Ktap pieces = read(output, 1 + output.length() % 17);
    Promise.kept(whole.steps().equals(pieces.steps()), "other steps in pieces");
    Promise.kept(whole.planned().equals(pieces.planned()), "another plan in pieces");
    Promise.kept(whole.steps().size() <= MOST_STEPS, "too many steps");
    for (StepResult step : whole.steps()) {
      Promise.kept(Promise.isAscii(step.name()), "a step is called %s", step.name());
      Promise.kept(step.name().length() <= MOST_NAME, "a name has too many characters");
      String errno = step.errno();
      Promise.kept(errno == null || Promise.isAscii(errno), "an error is %s", errno);
    }
  }

  private static Ktap read(String output, int most) {
    Ktap ktap = new Ktap();
    for (int at = 0; at < output.length(); at += most) {
      ktap.accept(output.substring(at, Math.min(output.length(), at + most)));
    }
    return ktap;
  }
}
