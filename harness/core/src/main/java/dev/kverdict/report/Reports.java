package dev.kverdict.report;

import dev.kverdict.InfraError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.record.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The files that every run leaves in its directory, whoever started it. */
public final class Reports {

  private static final Map<String, Function<RunResult, String>> FILES =
      new TreeMap<>(
          Map.of(
              "verdict.json", VerdictJson::of,
              "junit.xml", JUnitXml::of,
              "result.json", ResultJson::of));

  private Reports() {}

  /**
   * Writes all of them.
   *
   * @throws InfraError when one cannot be written
   */
  public static void writeAll(RunResult result, Path folder) {
    FILES.forEach(
        (name, report) -> {
          try {
            AtomicFiles.write(folder.resolve(name), report.apply(result));
          } catch (IOException e) {
            throw new InfraError("cannot write " + folder.resolve(name) + ": " + e.getMessage(), e);
          }
        });
  }
}
