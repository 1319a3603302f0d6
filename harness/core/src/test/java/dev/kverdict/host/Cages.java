package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The cage of this machine, for tests that are about it. */
final class Cages {

  private Cages() {}

  /** Skips a test if bubblewrap does not work, or fails it under {@code -Dcage=required}. */
  static void requireBubblewrap() {
    CageReport report = CageProbe.here().report();
    if (System.getProperty("cage", "").equals("required")) {
      assertThat(report.kind().hasNamespaces()).as(report.remedy()).isTrue();
    }
    assumeTrue(report.kind().hasNamespaces(), report.remedy());
  }

  /** Skips or fails a test if programs of root do not get an unprivileged user. */
  static void requireUser() {
    requireBubblewrap();
    CageReport report = CageProbe.here().report();
    boolean switches = report.kind() == CageKind.BUBBLEWRAP_AND_USER;
    if (System.getProperty("cage", "").equals("required")) {
      assertThat(switches).as(report.remedy()).isTrue();
    }
    assumeTrue(switches, "not root, or " + report.remedy());
  }
}
