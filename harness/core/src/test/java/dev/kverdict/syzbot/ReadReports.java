package dev.kverdict.syzbot;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How the tests read reports, and what is expected of a whole one. */
final class ReadReports {

  static final String LINUX = "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git";

  private ReadReports() {}

  static Report read(String text) {
    return read(text, "");
  }

  static Report read(String text, String title) {
    return new ReportReader("it", title)
        .read(text.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  static String url(Report report) {
    return report.kernel().tree().orElseThrow().url();
  }
}
