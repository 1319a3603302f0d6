package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrashReportTest {

  @Test
  void theTrapIsTheKernelsInstructionPointer() {
    assertThat(Consoles.read(Consoles.file("ocfs2-bug-on.recorded")).get(0).trap())
        .hasValue("ocfs2_refcount_cal_cow_clusters+0x37a");
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
}
