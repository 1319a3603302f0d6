package dev.kverdict.page;

import dev.kverdict.record.RunResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes index.html: what all runs in a directory say about each patch, in their order. */
public final class OverviewPage {

  /** The file's name in the directory of all runs. */
  public static final String NAME = "index.html";

  /** More verdicts of a row are not shown one by one; the last ones are. */
  static final int MOST_SHOWN = 60;

  private OverviewPage() {}

  /**
   * A run.
   *
   * @param folder the name of its directory
   * @param page whether it has a page there, which older runs have not
   */
  public record Run(String folder, RunResult result, boolean page) {

    /** Returns the link to its page, or else to its directory. */
    String link() {
      return RunFiles.link(folder + "/" + (page ? ReportPage.NAME : ""));
    }
  }

  /**
   * Returns the page.
   *
   * @param unread what could not be read, a line each
   */
  public static String of(List<Run> runs, List<String> unread) {
    List<Run> inOrder =
        runs.stream()
            .sorted(
                Comparator.comparing((Run run) -> run.result().facts().started())
                    .thenComparing(Run::folder))
            .toList();
    Map<String, Map<String, HistoryView>> cases = new TreeMap<>();
    for (Run run : inOrder) {
      Map<String, HistoryView> rows =
          cases.computeIfAbsent(run.result().caseName(), name -> new LinkedHashMap<>());
      run.result()
          .verdicts()
          .forEach(
              judged ->
                  rows.computeIfAbsent(
                          HistoryView.name(judged.verdict()),
                          key -> HistoryView.begin(judged.verdict()))
                      .add(run, judged.verdict()));
    }
    List<CaseHistory> all = new ArrayList<>();
    cases.forEach(
        (name, rows) ->
            all.add(
                new CaseHistory(
                    name,
                    rows.values().stream()
                        .sorted(Comparator.comparing(HistoryView::patch))
                        .toList())));
    return Templates.fill(
        "overview.jte", Map.of("cases", all, "runs", inOrder.size(), "unread", unread));
  }

  /** A case with one row for each kernel, patch and program. */
  record CaseHistory(String name, List<HistoryView> rows) {}
}
