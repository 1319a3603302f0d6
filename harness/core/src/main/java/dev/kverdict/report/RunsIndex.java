package dev.kverdict.report;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.page.OverviewPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes an overview of the runs in a directory. */
public final class RunsIndex {

  private RunsIndex() {}

  /**
   * Writes the overview into the directory; a run whose result cannot be read is named there.
   *
   * @return the file
   * @throws UserError when there is no such directory, or no run in it
   */
  public static Path write(Path runs) {
    List<OverviewPage.Run> read = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (Path run : finished(runs)) {
      String name = String.valueOf(run.getFileName());
      try {
        boolean page = Files.isRegularFile(run.resolve(Reports.PAGE));
        read.add(new OverviewPage.Run(name, ResultJson.ofRun(run), page));
      } catch (UserError e) {
        unread.add(name + ": " + e.getMessage());
      }
    }
    Path page = runs.resolve(OverviewPage.NAME);
    HostIo.run(
        "cannot write " + page, () -> AtomicFiles.write(page, OverviewPage.of(read, unread)));
    return page;
  }

  /**
   * Returns the directories of the finished runs in a directory.
   *
   * @throws UserError when there is no such directory, or no finished run in it
   */
  static List<Path> finished(Path runs) {
    try (Stream<Path> all = Files.list(runs)) {
      List<Path> finished =
          all.filter(run -> Files.isRegularFile(run.resolve(ResultJson.NAME))).sorted().toList();
      if (finished.isEmpty()) {
        throw new UserError(
            runs.toString(), "holds no finished run", "name the directory that holds runs");
      }
      return finished;
    } catch (IOException e) {
      throw new UserError(
          runs.toString(),
          "cannot be read: " + HostIo.why(e),
          "name the directory that holds runs");
    }
  }
}
