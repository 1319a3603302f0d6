package dev.kverdict.syzbot;

import dev.kverdict.UserError;
import dev.kverdict.fuzz.FuzzTarget;
import dev.kverdict.fuzz.Masses;
import dev.kverdict.fuzz.Promise;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whatever a bug report holds: a report, or one error. Nothing is downloaded. */
public final class ReportFuzz {

  /** For {@code ci/fuzz}. */
  public static final FuzzTarget TARGET =
      new FuzzTarget(
          "report",
          ReportFuzz.class,
          ReportFuzz::fuzzerTestOneInput,
          Stream.of(
                  ReportMails.report(),
                  ReportMails.result(ReportMails.STILL),
                  ReportMails.bisection(),
                  ReportMails.ci(),
                  ReportMails.json(),
                  ReportMails.request("#syz test: https://example.org/toy.git main"))
              .map(text -> text.getBytes(StandardCharsets.UTF_8))
              .toList(),
          List.of(
              "From a Thu Jan  1 00:00:00 1970\nSubject: b\n\n",
              "HEAD commit:    0123456789ab a\n",
              "git tree:       https://example.org/a.git main\n",
              "kernel config:  https://example.org/x/.config?x=1\n",
              "C reproducer:   https://example.org/x/repro.c?x=1\n",
              "syz repro:      https://example.org/x/repro.syz?x=1\n",
              "compiler:       gcc-12\n",
              "userspace arch: i386\n",
              "#syz test: ",
              "#syz test\n",
              "Reported-by: ",
              "IMPORTANT: if you fix the issue",
              "***",
              "https://",
              "{",
              "}",
              "[",
              "\"version\":1",
              "\"crashes\":[",
              "\"title\":\"",
              "BUG: KASAN: use-after-free in f\n",
              "WARNING in f\n",
              "Call Trace:\n f+0x1/0x2\n",
              "> ",
              "=3D",
              "\n",
              "\r\n",
              "\u0000",
              "\u001b[1m"));

  private ReportFuzz() {}

  /** Reads an input as a report. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Report report = new ReportReader("r", "").read(Masses.of(input), Optional.empty());
      Promise.kept(report.name() != null && report.kind() != null, "a report is no kind");
      for (String line : Understood.of(report)) {
        Promise.kept(Promise.isPlain(line), "a line has control characters: %s", line);
      }
    } catch (UserError e) {
      Promise.oneLine(e);
    }
  }
}
