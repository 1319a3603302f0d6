package dev.kverdict.syzbot;

import dev.kverdict.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The page of a bug on syzbot's dashboard, which knows more than a mail. */
final class BugPage {

  private static final int MOST = 4 << 20;

  private BugPage() {}

  static boolean isOne(URI url) {
    String query = url.getRawQuery();
    return "/bug".equals(url.getPath())
        && query != null
        && query.matches("(?:.*&)?(ext)?id=[0-9a-f]{6,60}(?:&.*)?");
  }

  /** Returns the address of the same as JSON. */
  static URI json(URI page) {
    String url = page.toString();
    return url.matches(".*[?&]json=1(&.*)?") ? page : URI.create(url + "&json=1");
  }

  /**
   * Returns a report with what its bug's page adds: a reproducer and a title if it has none, and
   * the whole name of its commit. The page need not be there.
   */
  static Report completed(Report report, Given given, Downloads downloads) {
    boolean noProgram =
        !report.links().reproducer() && report.files().isEmpty() && given.repro() == null;
    boolean shortName = report.kernel().commit().filter(GitTree::isShort).isPresent();
    boolean wanting = noProgram || shortName || report.title().isEmpty();
    Optional<URI> page = report.credits().closes().flatMap(WebAddress::in).filter(BugPage::isOne);
    if (page.isEmpty() || report.kind() == ReportKind.DASHBOARD || !wanting) {
      return report;
    }
    URI json = json(page.get());
    try {
      String text = new String(downloads.get(json, MOST), StandardCharsets.UTF_8);
      List<Report> crashes = new DashboardJson(json.toString(), json).reports(text);
      return report.completedBy(crashes);
    } catch (IOException | UserError e) {
      // What it would have added stays to be done.
      return report;
    }
  }
}
