package dev.kverdict.report;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.page.ReportPage;
import dev.kverdict.record.RunResult;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes the report files that every run leaves in its directory. */
public final class Reports {

  /** The file for people. */
  public static final String PAGE = ReportPage.NAME;

  private static final Map<String, Function<RunResult, String>> FILES =
      new TreeMap<>(
          Map.of(
              "verdict.json",
              VerdictJson::of,
              "junit.xml",
              JUnitXml::of,
              ResultJson.NAME,
              ResultJson::of));

  private Reports() {}

  /**
   * Writes all report files.
   *
   * @throws InfraError when one cannot be written
   */
  public static void writeAll(RunResult result, Path directory) {
    FILES.forEach((name, report) -> write(directory.resolve(name), report.apply(result)));
    write(directory.resolve(ReportPage.NAME), ReportPage.of(result, directory));
  }

  private static void write(Path file, String text) {
    HostIo.run("cannot write " + file, () -> AtomicFiles.write(file, text));
  }
}
