package dev.kverdict.report;

import dev.kverdict.HostIo;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.page.BatchPage;
import dev.kverdict.record.RankedCandidate;
import dev.kverdict.record.RunResult;
import java.nio.file.Path;
import java.util.List;

/** Writes the page of a batch, beside the reports that every run leaves. */
public final class BatchReports {

  private BatchReports() {}

  /**
   * Writes the page.
   *
   * @param directory the run's directory, where the other reports are
   * @throws dev.kverdict.InfraError when it cannot be written
   */
  public static void write(RunResult result, List<RankedCandidate> ranked, Path directory) {
    Path page = directory.resolve(BatchPage.NAME);
    HostIo.run(
        "cannot write " + page,
        () -> AtomicFiles.write(page, BatchPage.of(result, ranked, directory)));
  }
}
