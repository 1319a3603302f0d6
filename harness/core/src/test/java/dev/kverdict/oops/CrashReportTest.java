package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrashReportTest {

  @Test
  void theTrapIsTheKernelsInstructionPointer() {
    assertThat(Consoles.read(Consoles.file("recorded/ocfs2-cow-bug-on")).get(0).trap())
        .get(STRING)
        .matches("ocfs2_refcount_cal_cow_clusters\\+0x[0-9a-f]+");
  }

  @Test
  void aReportWithoutRegistersHasNone() {
    assertThat(Consoles.read(Consoles.file("hung-task")).get(0).trap()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "null-deref, FATAL",
    "kasan-read, FATAL",
    "hung-task, FATAL",
    "soft-lockup, FATAL",
    "warning, WARNING",
    "deadlock, LOCKING",
    "suspicious-rcu, LOCKING",
  })
  void severitySaysWhetherTheKernelWentOn(String console, Severity severity) {
    assertThat(Consoles.read(Consoles.file(console)).get(0).severity()).isEqualTo(severity);
  }

  @Test
  void aWarningThatPanickedIsFatal() {
    CrashReport report = Consoles.read(Consoles.file("refcount-panic")).get(0);
    assertThat(report.severity()).isEqualTo(Severity.WARNING);
    assertThat(report.fatal()).isTrue();
  }

  /** Debug information for a console in which f() and h() are inlined into g(). */
  private static final Symbols SYMBOLS =
      new Symbols() {
        @Override
        public List<Frame> resolve(Frame frame) {
          return switch (frame.name()) {
            case "g" ->
                List.of(
                    frame.inlining("helper", "include/linux/helper.h:3"),
                    frame.inlining("f", "fs/x.c:10"),
                    frame.at("fs/x.c:20"));
            case "caller" -> List.of(frame.at("fs/y.c:7"));
            default -> List.of(frame);
          };
        }

        @Override
        public Optional<String> statement(String source) {
          return source.equals("fs/x.c:10") ? Optional.of("*p = 1;") : Optional.empty();
        }
      };

  private static final CrashReport TRAPPED =
      Consoles.read(
              "BUG: kernel NULL pointer dereference, address: 0000000000000018",
              "RIP: 0010:g+0x10/0x40 [x]",
              "Call Trace:",
              " caller+0x20/0x80 [y]",
              " do_syscall_64+0x1/0x2")
          .get(0);

  @Test
  void symbolsTellWhichStatementTrapped() {
    CrashReport resolved = TRAPPED.with(SYMBOLS);

    assertThat(TRAPPED.source()).isNull();
    assertThat(resolved.source()).isEqualTo("fs/x.c:10"); // not the header's, which all users share
    assertThat(resolved.statement()).isEqualTo("*p = 1;");
    assertThat(resolved.frames())
        .extracting(Frame::function, Frame::source, Frame::inlined)
        .containsExactly(
            tuple("helper", "include/linux/helper.h:3", true),
            tuple("f", "fs/x.c:10", true),
            tuple("g", "fs/x.c:20", false),
            tuple("caller", "fs/y.c:7", false),
            tuple("do_syscall_64", null, false));
  }

  @Test
  void aFunctionThatWasInlinedIsAnAlternativeName() {
    CrashReport resolved = TRAPPED.with(SYMBOLS);

    String standingAlone = "BUG: unable to handle kernel NULL pointer dereference in f";
    assertThat(resolved.title())
        .isEqualTo("BUG: unable to handle kernel NULL pointer dereference in g");
    assertThat(resolved.meets(List.of(standingAlone))).isTrue();
    assertThat(TRAPPED.meets(List.of(standingAlone))).isFalse();
  }

  @Test
  void thePlaceThatTheConsoleTellsStands() {
    CrashReport bug =
        Consoles.read(
                "kernel BUG at fs/x.c:10!",
                "RIP: 0010:g+0x10/0x40 [x]",
                "Call Trace:",
                " caller+0x20/0x80 [y]")
            .get(0)
            .with(SYMBOLS);
    assertThat(bug.source()).isEqualTo("fs/x.c:10");
    assertThat(bug.statement()).isEqualTo("*p = 1;");
  }

  @Test
  void withoutSymbolsNothingIsAdded() {
    assertThat(TRAPPED.with(Symbols.NONE)).isEqualTo(TRAPPED);
  }

  @Test
  void aReportWithoutTrapHasNoFiringStatement() {
    CrashReport sleeping = Consoles.read(Consoles.file("hung-task")).get(0).with(SYMBOLS);
    assertThat(sleeping.source()).isNull();
    assertThat(sleeping.statement()).isNull();
  }

  @Test
  void crashesReadAsAPersonExpects() {
    assertThat(CrashText.of(List.of(TRAPPED.with(SYMBOLS)), true))
        .isEqualTo(
            """
            BUG: unable to handle kernel NULL pointer dereference in g at fs/x.c:10 (exact)
                *p = 1;
                  helper include/linux/helper.h:3 [inline]
                  f fs/x.c:10 [inline]
                  g+0x10/0x40 [x] fs/x.c:20
                  caller+0x20/0x80 [y] fs/y.c:7
                  do_syscall_64+0x1/0x2
            """);
  }

  @Test
  void whatAGuestNamedItselfCannotReachTheTerminal() {
    CrashReport crash =
        Consoles.read(
                "kernel BUG at fs/x.c:10!",
                "CPU: 0 PID: 7 Comm: a\u001b[31mb Not tainted 6.1.0 #1",
                "RIP: 0010:g+0x10/0x40")
            .get(0);
    assertThat(CrashText.of(List.of(crash), true)).doesNotContain("\u001b").contains("b/7");
  }
}
