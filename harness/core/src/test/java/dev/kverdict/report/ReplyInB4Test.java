package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reply to a patch in a mailbox, as b4 takes it: what it adds to the patch. */
class ReplyInB4Test {

  private static final String PATCH =
      """
      From mboxrd@z Thu Jan  1 00:00:00 1970
      From: A Hacker <a@example.org>
      To: list@example.org
      Subject: [PATCH] f: do better
      Date: Sun, 29 Nov 2026 10:00:00 +0000
      Message-ID: <id@example.org>

      Better.

      Signed-off-by: A Hacker <a@example.org>
      ---
      diff --git a/f b/f
      --- a/f
      +++ b/f
      @@ -1 +1 @@
      -0
      +1

      From mboxrd@z Thu Jan  1 00:00:00 1970
      From: T Ester <t@example.org>
      To: list@example.org
      Date: Sun, 29 Nov 2026 11:00:00 +0000
      Message-ID: <reply@example.org>
      """;

  @TempDir private Path folder;

  @BeforeEach
  void requireB4() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/b4")), "b4 is not here; ci/setup installs it");
  }

  /** Returns the lines with which b4 would apply the patch. */
  private List<String> applied(VerdictKind kind) throws IOException {
    RunResult run = run(Formats.cell("p", "one", kind, null));
    String reply = ReplyMail.of(run, null, "T Ester <t@example.org>", false);
    Path thread = Files.writeString(folder.resolve("thread.mbox"), PATCH + reply);
    Path out = Files.createDirectories(folder.resolve(kind.name()));
    CommandResult result =
        new HostLane()
            .run(
                // -n: nothing from the network.
                Command.of(
                        folder,
                        "sh",
                        "-ec",
                        """
                        git init -q .
                        git config user.name T && git config user.email t@example.org
                        exec b4 -n am -S -m "$1" -o "$2" id@example.org
                        """,
                        "sh",
                        thread.toString(),
                        out.toString())
                    .withEnvironment(Map.of("HOME", folder.toString()))
                    .asChore());
    assertThat(result.ok()).as(result.output().toString()).isTrue();
    try (Stream<Path> files = Files.list(out)) {
      return Files.readAllLines(files.findFirst().orElseThrow());
    }
  }

  private static RunResult run(JudgedVerdict cell) {
    RunResult run = Formats.run(List.of(cell));
    return new RunResult(
        run.caseName(),
        run.verdicts(),
        run.patches(),
        run.claims(),
        run.necessities(),
        run.steps(),
        new Scope(
            run.scope().matrix(),
            run.scope().kernels(),
            run.scope().images(),
            run.scope().patches(),
            "R Porter <r@example.org>",
            "https://example.org/1"),
        run.facts(),
        run.discarded(),
        run.trials());
  }

  @Test
  void aFixGetsWhatItEarned() throws IOException {
    assertThat(applied(VerdictKind.FIXED))
        .contains(
            "Signed-off-by: A Hacker <a@example.org>",
            "Reported-by: R Porter <r@example.org>",
            "Tested-by: T Ester <t@example.org>");
  }

  @Test
  void anythingElseGetsNothing() throws IOException {
    assertThat(applied(VerdictKind.NOT_FIXED))
        .contains("Signed-off-by: A Hacker <a@example.org>")
        .noneMatch(line -> line.startsWith("Reported-by") || line.startsWith("Tested-by"))
        .noneMatch(line -> line.startsWith("Closes"));
  }
}
