package dev.kverdict.syzbot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kverdict.UserError;
import dev.kverdict.text.Printable;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSON of a bug's page on syzbot's dashboard ({@code &json=1}; dashboard/app, public API): each
 * of its crashes is a report.
 *
 * @param name the file's name in errors
 * @param base the address that it came from, or that of the public dashboard
 */
record DashboardJson(String name, URI base) {

  static final URI PUBLIC = URI.create("https://syzkaller.appspot.com/");

  private static final int MOST_DEPTH = 50;
  private static final int MOST_CRASHES = 1000;
  private static final Pattern EXTID = Pattern.compile("(?:^|&)extid=([0-9a-f]{6,60})(?:&|$)");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{6,60}");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
                  .build())
          .build();

  static boolean isOne(String text) {
    return text.stripLeading().startsWith("{");
  }

  /**
   * Returns the crashes of the bug.
   *
   * @throws UserError if the JSON is no bug's
   */
  List<Report> reports(String text) {
    JsonNode bug = parsed(text);
    if (bug.has("Bugs") || bug.has("bugs")) {
      throw new UserError(
          name,
          "is a list of bugs of syzbot's dashboard",
          "give the JSON of one of them: its address with &json=1");
    }
    JsonNode crashes = bug.path("crashes");
    if (!crashes.isArray() || crashes.isEmpty()) {
      throw new UserError(
          name,
          "is JSON, but no bug of syzbot's dashboard: it has no crashes",
          "give that of a bug's page: its address with &json=1");
    }
    List<Report> reports = new ArrayList<>();
    for (JsonNode crash : crashes) {
      if (reports.size() < MOST_CRASHES) {
        reports.add(report(bug, crash, reports.size() + 1));
      }
    }
    return reports;
  }

  private JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UserError(
          name,
          "begins like JSON, but is none: "
              + Printable.ascii(Printable.line(String.valueOf(e.getOriginalMessage()))),
          "download it again");
    }
  }

  private Report report(JsonNode bug, JsonNode crash, int number) {
    List<String> notes = new ArrayList<>();
    int all = bug.path("crashes").size();
    if (all > 1) {
      notes.add("crash %d of the %d that it lists".formatted(number, all));
    }
    String arch = MailReport.word(text(crash, "architecture"));
    String compiler = Printable.line(text(crash, "compiler-description"));
    String source = text(crash, "kernel-source-git");
    return new Report(
        ReportKind.DASHBOARD,
        Instant.MIN,
        Titles.of(text(crash, "title")).or(() -> Titles.of(text(bug, "title"))),
        new Report.Kernel(
            source.isEmpty() ? Optional.empty() : Optional.of(GitTree.of(source)),
            GitTree.ref(text(crash, "kernel-source-commit")),
            "",
            compiler,
            arch.isEmpty() ? Architectures.ofKernel("", compiler) : arch,
            arch.equals("386") ? Architectures.I386 : arch),
        new Report.Links(
            url(crash, "kernel-config"),
            url(crash, "c-reproducer"),
            url(crash, "syz-reproducer"),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        credits(bug),
        List.of(),
        Optional.empty(),
        notes);
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).isTextual() ? node.path(key).textValue() : "";
  }

  private Optional<URI> url(JsonNode crash, String key) {
    return WebAddress.at(base, text(crash, key));
  }

  private Report.Credits credits(JsonNode bug) {
    Matcher extid = EXTID.matcher(base.getRawQuery() == null ? "" : base.getRawQuery());
    if (extid.find()) {
      String id = String.valueOf(extid.group(1));
      return new Report.Credits(
          Optional.of(MailReport.address(id)), Optional.of(MailReport.DASHBOARD + id));
    }
    return new Report.Credits(
        Optional.empty(),
        Optional.of(text(bug, "id"))
            .filter(id -> ID.matcher(id).matches())
            .map(id -> PUBLIC + "bug?id=" + id));
  }
}
