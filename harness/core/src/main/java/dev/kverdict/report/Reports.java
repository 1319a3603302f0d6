package dev.kverdict.report;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.record.RunResult;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes the report files that every run leaves in its directory. */
public final class Reports {

  /** Makes the text of a file from a result and, if need be, from the run's directory. */
  private interface Report {
    String of(RunResult result, Path directory);
  }

  private static final Map<String, Report> FILES =
      new TreeMap<>(
          Map.of(
              "annotations.txt", (result, run) -> GitHubAnnotations.of(result),
              "gl-code-quality-report.json", (result, run) -> GitLabQuality.of(result),
              "junit.xml", (result, run) -> JUnitXml.of(result),
              "kcidb.json", Kcidb::of,
              "result.json", (result, run) -> ResultJson.of(result),
              "summary.md", (result, run) -> StepSummary.of(result),
              "verdict.json", (result, run) -> VerdictJson.of(result),
              "verdict.ktap", (result, run) -> KtapText.of(result)));

  private Reports() {}

  /**
   * Writes all report files.
   *
   * @throws InfraError when one cannot be written
   */
  public static void writeAll(RunResult result, Path directory) {
    FILES.forEach(
        (name, report) -> {
          HostIo.run(
              "cannot write " + directory.resolve(name),
              () -> AtomicFiles.write(directory.resolve(name), report.of(result, directory)));
        });
  }
}
