package dev.kverdict.syzbot;

import dev.kverdict.UserError;
import dev.kverdict.patch.MailReader;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.patch.ReceivedMail;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the report in a file: a mail, an mbox, or the dashboard's JSON.
 *
 * @param name the file's name in errors
 * @param wanted words of the title of the one that is meant; empty for the newest
 */
record ReportReader(String name, String wanted) {

  private static final int MOST_NAMED = 5;

  /** A byte order mark in UTF-8, held in ISO 8859-1. */
  private static final String MARK = "\u00ef\u00bb\u00bf";

  /**
   * Returns the report.
   *
   * @param base the address that the bytes came from; empty for a file
   * @throws UserError if there is none, or if it is about a kernel that cannot be judged
   */
  Report read(byte[] bytes, Optional<URI> base) {
    if (bytes.length > PatchSet.MOST_BYTES) {
      throw new UserError(name, "is larger than 16 MiB", "save the mail, or its thread, alone");
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("^" + MARK, "");
    if (text.isBlank()) {
      throw new UserError(name, "is empty", "save the mail again");
    }
    Report report =
        DashboardJson.isOne(text)
            ? ofDashboard(bytes, base.orElse(DashboardJson.PUBLIC))
            : ofMails(bytes, text);
    if (!Architectures.isX86(report.kernel().arch())) {
      throw new UserError(
          name,
          "is about a kernel for %s; kernels for x86_64 can be judged, and no others"
              .formatted(report.kernel().arch()),
          "if the bug is not that architecture's alone, give a report of it on amd64");
    }
    return report;
  }

  private Report ofDashboard(byte[] bytes, URI base) {
    String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\ufeff", "");
    List<Report> crashes = wanted(new DashboardJson(name, base).reports(text));
    // They are listed with the most useful one first, but not by what can be judged here.
    return crashes.stream()
        .min(
            Comparator.comparing((Report one) -> !Architectures.isX86(one.kernel().arch()))
                .thenComparing(one -> one.links().c().isEmpty())
                .thenComparing(one -> one.links().syz().isEmpty()))
        .orElseThrow();
  }

  private Report ofMails(byte[] bytes, String text) {
    List<Report> reports = new ArrayList<>();
    for (ReceivedMail mail : MailReader.read(bytes, name)) {
      reports.addAll(MailReport.in(mail));
    }
    if (reports.isEmpty()) {
      throw NoReport.in(text, name);
    }
    return newest(wanted(reports));
  }

  private List<Report> wanted(List<Report> all) {
    List<Report> some =
        all.stream()
            .filter(
                report ->
                    report
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted.toLowerCase(Locale.ROOT)))
            .toList();
    if (some.isEmpty()) {
      throw new UserError("--title " + wanted, "is not in " + name, "it has: " + titles(all));
    }
    return some;
  }

  private static String titles(List<Report> reports) {
    return reports.stream()
        .map(Report::name)
        .distinct()
        .limit(MOST_NAMED)
        .collect(Collectors.joining("; "));
  }

  /** Of several mails on one bug the newest report counts, with what older ones have beside. */
  private static Report newest(List<Report> reports) {
    List<Report> byDate =
        reports.stream().sorted(Comparator.comparing(Report::date).reversed()).toList();
    List<Report> describing = byDate.stream().filter(report -> report.kind().describes()).toList();
    // One mail of the CI has several reports.
    Report first =
        describing.stream()
            .filter(report -> report.date().equals(describing.get(0).date()))
            .min(
                Comparator.comparing((Report one) -> !Architectures.isX86(one.kernel().arch()))
                    .thenComparing(one -> !one.links().reproducer()))
            .orElse(byDate.get(0));
    Report whole = first;
    List<String> notes = new ArrayList<>();
    int same = 1;
    for (Report other : byDate) {
      if (!other.equals(first) && other.sameBug(first)) {
        whole = whole.and(other);
        same++;
      }
    }
    if (same > 1) {
      notes.add("%d mails are about this bug; the newest report counts".formatted(same));
    }
    List<Report> others = reports.stream().filter(one -> !one.sameBug(first)).toList();
    if (!others.isEmpty()) {
      notes.add("other bugs are in it, of which --title takes one: " + titles(others));
    }
    return whole.noting(notes);
  }
}
