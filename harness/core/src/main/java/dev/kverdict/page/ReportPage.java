package dev.kverdict.page;

import dev.kverdict.record.RunResult;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes report.html: one file that shows a run without a network, a script or another file. Links
 * to evidence lead into the run's directory.
 */
public final class ReportPage {

  /** The file's name in the directory of a run. */
  public static final String NAME = "report.html";

  private ReportPage() {}

  /**
   * Returns the page of a run.
   *
   * @param directory the run's directory, now; what is missing there is missing on the page
   */
  public static String of(RunResult result, Path directory) {
    return Templates.fill("report.jte", Map.of("page", RunReader.read(result, directory)));
  }
}
