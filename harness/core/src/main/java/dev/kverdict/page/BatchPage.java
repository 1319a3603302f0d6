package dev.kverdict.page;

import dev.kverdict.record.Candidate;
import dev.kverdict.record.RankedCandidate;
import dev.kverdict.record.RunResult;
import dev.kverdict.run.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes batch.html: the candidates of a batch in the order of their ranks. */
public final class BatchPage {

  /** The file's name in the directory of a run. */
  public static final String NAME = "batch.html";

  private BatchPage() {}

  /**
   * A row.
   *
   * @param rank its place, or a dash
   * @param verdicts the link to the verdicts on it, or an empty text
   * @param files links to what else the run has of it, by their names
   * @param style the class of its result in the style sheet, or an empty text
   */
  record Row(
      String rank,
      Candidate candidate,
      String verdicts,
      String mark,
      String style,
      String result,
      String reason,
      Map<String, String> files) {}

  /**
   * Returns the page.
   *
   * @param directory the run's directory: what is missing there is not linked
   */
  public static String of(RunResult result, List<RankedCandidate> ranked, Path directory) {
    RunFiles files = new RunFiles(directory);
    PageView page = RunReader.read(result, directory);
    Map<String, String> places = new HashMap<>();
    page.patches().forEach(patch -> places.put(patch.kernel() + "/" + patch.patch(), patch.id()));
    List<Row> rows = new ArrayList<>();
    for (RankedCandidate one : ranked) {
      rows.add(row(one, places, files));
    }
    return Templates.fill("batch.jte", Map.of("page", page, "rows", rows));
  }

  private static Row row(RankedCandidate one, Map<String, String> places, RunFiles files) {
    Candidate counts = one.counts();
    String place = places.get(counts.kernel() + "/" + counts.patch());
    return new Row(
        one.rank() == 0 ? "–" : Integer.toString(one.rank()),
        one.candidate(),
        place == null ? "" : RunFiles.link(ReportPage.NAME) + "#" + place,
        one.judged().map(judged -> Words.mark(judged.result())).orElse("·"),
        one.judged().map(judged -> Words.style(judged.result())).orElse(""),
        one.result(),
        one.reason(),
        evidence(counts, files));
  }

  private static Map<String, String> evidence(Candidate candidate, RunFiles files) {
    String built = candidate.kernel() + "+" + candidate.patch();
    Map<String, String> all = new LinkedHashMap<>();
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("patch", RunFolder.PATCHES + "/" + candidate.patch());
    kinds.put("build", "kernels/" + built);
    kinds.put("trials", "trials/" + built);
    kinds.forEach(
        (name, path) -> {
          if (files.find(path).isPresent()) {
            all.put(name, RunFiles.link(path + "/"));
          }
        });
    return all;
  }
}
