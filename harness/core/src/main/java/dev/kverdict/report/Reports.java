package dev.kverdict.report;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.page.ReportPage;
import dev.kverdict.record.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes the report files that every run leaves in its directory. */
public final class Reports {

  /** The file for people. */
  public static final String PAGE = ReportPage.NAME;

  /** Makes the text of a file from a result and, if need be, from the run's directory. */
  private interface Report {
    String of(RunResult result, Path directory);
  }

  /** What readers get of a result. */
  private static final Map<String, Report> FILES = new LinkedHashMap<>();

  static {
    FILES.put("verdict.json", (result, run) -> VerdictJson.of(result));
    FILES.put("junit.xml", (result, run) -> JUnitXml.of(result));
    FILES.put("verdict.ktap", (result, run) -> KtapText.of(result));
    FILES.put("kcidb.json", Kcidb::of);
    FILES.put("gl-code-quality-report.json", (result, run) -> GitLabQuality.of(result));
    FILES.put("annotations.txt", (result, run) -> GitHubAnnotations.of(result));
    FILES.put("summary.md", (result, run) -> StepSummary.of(result));
    FILES.put(PAGE, ReportPage::of);
  }

  private Reports() {}

  /** Returns the file for people of a run, if it has one. */
  public static Optional<Path> page(Path directory) {
    return Optional.of(directory.resolve(PAGE)).filter(Files::isRegularFile);
  }

  /**
   * Writes all report files.
   *
   * @throws InfraError when one cannot be written
   */
  public static void writeAll(RunResult result, Path directory) {
    // Whatever goes wrong with a report for a reader, the result itself is there.
    write(directory, ResultJson.NAME, () -> ResultJson.of(result));
    // The page takes as long as all others together.
    FILES.entrySet().parallelStream()
        .forEach(
            file -> write(directory, file.getKey(), () -> file.getValue().of(result, directory)));
  }

  private static void write(Path directory, String name, Supplier<String> text) {
    Path file = directory.resolve(name);
    HostIo.run("cannot write " + file, () -> AtomicFiles.write(file, text.get()));
  }
}
