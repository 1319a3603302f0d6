package dev.kverdict.junit;

import dev.kverdict.UserError;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.EventLine;
import dev.kverdict.report.Reports;
import dev.kverdict.report.VerdictTable;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The campaign of a matrix, ended when JUnit's root context ends. */
record RunningMatrix(Campaign campaign) implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningMatrix.class);

  /** Property with the directory in which Maven was started; set by the build, absent in an IDE. */
  private static final String START_DIRECTORY = "kverdict.start";

  static RunningMatrix start(String name, Request request) {
    Path file = locate(request.matrix() == null ? name : request.matrix());
    Matrix matrix = MatrixReader.read(file);
    String first = matrix.reproducers().keySet().iterator().next();
    CampaignOptions options =
        CampaignOptions.of(matrix)
            .selecting(request.selection(first))
            .by(KernelChoice.chosen(System.getProperty("route"), System.getenv()))
            .writingTo(startDirectory().resolve("runs"));
    if (request.smoke()) {
      options = options.withTrials(1);
    }
    return new RunningMatrix(
        Campaign.start(
            matrix, options, Environment.ofSystem(), event -> LOG.info("{}", EventLine.of(event))));
  }

  @Override
  public void close() {
    try (campaign) {
      RunResult result = campaign.finish();
      Reports.writeAll(result, campaign.folder());
      LOG.info("{}{}", System.lineSeparator(), VerdictTable.of(result));
    }
  }

  /** Finds a relative path below the start directory, or below the nearest parent that has it. */
  private static Path locate(String name) {
    for (Path directory = startDirectory(); directory != null; directory = directory.getParent()) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new UserError(
        name, "no such matrix at or above " + startDirectory(), "give -Dmatrix=FILE");
  }

  private static Path startDirectory() {
    return Path.of(System.getProperty(START_DIRECTORY, "")).toAbsolutePath().normalize();
  }
}
