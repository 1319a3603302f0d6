package dev.kverdict.syzbot;

import dev.kverdict.patch.ReceivedMail;
import dev.kverdict.text.Printable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads mails of syzbot's CI, which tests series of patches; each may report several bugs. */
final class CiReport {

  private static final Pattern BEGIN =
      Pattern.compile(
          "(?im)^[ \\t]*syzbot( ci)? has tested the (following series|suggested fix patch on top)");

  private static final Pattern SECTION = Pattern.compile("(?m)^[ \\t]*\\*\\*\\*[ \\t]*$");
  private static final Pattern FULL =
      Pattern.compile("(?m)^Full report is available here:\\s*(\\S+)$");

  /** The subject of the series, and the address of its mail in the next line. */
  private static final Pattern SERIES =
      Pattern.compile(
          "(?m)^(?:following series|.*\\bseries):?\\s*\\n\\s*(\\S.*)\\n\\s*(https?://\\S+)");

  private static final Pattern PATCH = Pattern.compile("(?m)^Patch: (https?://\\S+)$");
  private static final int MOST_SECTIONS = 50;

  private CiReport() {}

  static boolean isOne(String text) {
    return BEGIN.matcher(text).find();
  }

  static List<Report> in(ReceivedMail mail, String text, Report.Credits sender) {
    Matcher series = SERIES.matcher(text);
    boolean named = series.find();
    Optional<URI> thread =
        named ? WebAddress.in(String.valueOf(series.group(2))) : Optional.empty();
    Optional<URI> patch = address(PATCH, text);
    Report.Credits credits =
        new Report.Credits(
            sender.reportedBy(), address(FULL, text).map(URI::toString).or(sender::closes));
    List<Report> reports = new ArrayList<>();
    String[] sections = SECTION.split(text, MOST_SECTIONS);
    for (int i = 1; i < sections.length; i++) {
      Fields fields = Fields.ofCi(sections[i].lines().toList());
      if (fields.value("base").isEmpty() && fields.value("tree").isEmpty()) {
        continue;
      }
      List<String> notes = new ArrayList<>();
      if (named) {
        notes.add(
            "the series: " + Printable.ascii(Printable.line(String.valueOf(series.group(1)))));
      }
      reports.add(
          new Report(
              ReportKind.CI,
              mail.date(),
              Titles.of(sections[i].strip().replaceFirst("(?s)\\n.*", "")),
              kernel(fields),
              new Report.Links(
                  fields.url("config"),
                  fields.url("c repro"),
                  fields.url("syz repro"),
                  patch,
                  thread,
                  fields.assets()),
              credits,
              mail.files(),
              Optional.empty(),
              notes));
    }
    return reports;
  }

  private static Optional<URI> address(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? WebAddress.in(String.valueOf(found.group(1))) : Optional.empty();
  }

  private static Report.Kernel kernel(Fields fields) {
    GitTree named = GitTree.of(fields.value("tree").orElse(""));
    Optional<GitTree> addressed = fields.value("url").map(GitTree::of);
    String arch = fields.value("arch").map(MailReport::word).orElse("");
    return new Report.Kernel(
        Optional.of(
            addressed
                .filter(tree -> !tree.url().isEmpty())
                .map(tree -> new GitTree(named.written(), tree.url(), tree.branch()))
                .orElse(named)),
        fields.value("base").flatMap(GitTree::ref),
        "",
        fields.value("compiler").map(Printable::line).orElse(""),
        arch,
        "");
  }
}
