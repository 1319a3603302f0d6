package dev.kverdict.syzbot;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.OopsReader;
import dev.kverdict.patch.ReceivedMail;
import dev.kverdict.text.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a mail of syzbot, or to it, says of one bug. */
final class MailReport {

  /** The longest address that a case may have under closes:. */
  private static final int MOST_ADDRESS = 300;

  static final String DASHBOARD = "https://syzkaller.appspot.com/bug?extid=";

  /** The address that stands for a bug. Archives hide what follows the sign. */
  private static final Pattern BUG = Pattern.compile("syzbot\\+([0-9a-z]{6,60})@");

  /** Phrases of the mails, old and new. A report may tell of a bisection, too. */
  private static final List<Phrase> PHRASES =
      List.of(
          new Phrase(ReportKind.RESULT, "syzbot has tested the (proposed|suggested) patch"),
          new Phrase(ReportKind.RESULT, "syzbot tried to test the proposed patch"),
          new Phrase(
              ReportKind.REPORT, "(syzbot|syzkaller) (has )?(found|hit) the following \\w+ on"),
          new Phrase(
              ReportKind.REPORT, "(syzbot|syzkaller) has found (a )?reproducer for the following"),
          new Phrase(ReportKind.BISECTION, "syzbot has bisected this (issue|bug) to"),
          new Phrase(ReportKind.BISECTION, "syzbot suspects this (issue|bug) (was|could be) fixed"),
          new Phrase(ReportKind.BISECTION, "Bisection is inconclusive: .*"));

  private static final Pattern STILL =
      Pattern.compile("(?m)still triggering an (?:issue|crash):?\\s*\\n\\s*(\\S.*)$");

  private static final Pattern OLD_HEAD =
      Pattern.compile("the following crash on\\s+([0-9a-f]{40})\\s+(\\S+://\\S+)");

  private record Phrase(ReportKind kind, Pattern text) {
    Phrase(ReportKind kind, String text) {
      this(kind, Pattern.compile("(?im)^[ \\t]*" + text.replace(" ", "\\s+")));
    }
  }

  private final ReceivedMail mail;
  private final QuotedText lines;
  private final String plain;
  private final Fields fields;
  private final List<String> notes = new ArrayList<>();

  private MailReport(ReceivedMail mail) {
    this.mail = mail;
    this.lines = QuotedText.of(mail.text());
    this.plain = lines.plain();
    this.fields = Fields.ofSyzbot(lines.texts().toList());
  }

  /** Returns the reports in a mail: none, one, or those of a mail of the CI. */
  static List<Report> in(ReceivedMail mail) {
    MailReport read = new MailReport(mail);
    if (CiReport.isOne(read.plain)) {
      return CiReport.in(mail, read.plain, read.credits());
    }
    Optional<TestRequest> request = TestRequest.in(read.lines);
    Optional<ReportKind> kind = request.isPresent() ? Optional.of(ReportKind.REQUEST) : read.kind();
    return kind.map(one -> List.of(read.report(one, request))).orElse(List.of());
  }

  private Optional<ReportKind> kind() {
    // A sentence alone may be a quotation of the mail in another one.
    if (fields.weight() == 0 && !OLD_HEAD.matcher(plain).find()) {
      return Optional.empty();
    }
    Optional<ReportKind> own = kind(String.join("\n", lines.own()));
    if (own.isPresent()) {
      return own;
    }
    return kind(plain).isPresent()
        ? Optional.of(ReportKind.QUOTED)
        : Optional.of(ReportKind.REPORT).filter(kind -> fields.weight() > 1);
  }

  private static Optional<ReportKind> kind(String text) {
    return PHRASES.stream()
        .filter(phrase -> phrase.text().matcher(text).find())
        .map(Phrase::kind)
        .findFirst();
  }

  private Report report(ReportKind kind, Optional<TestRequest> request) {
    Optional<String> title = title(kind);
    Report.Kernel kernel = kernel(request);
    Report.Links links =
        new Report.Links(
            url("kernel config"),
            url("c reproducer"),
            url("syz repro"),
            kind == ReportKind.RESULT ? url("patch") : Optional.empty(),
            Optional.empty(),
            fields.assets());
    if (kind == ReportKind.RESULT) {
      notes.add(result());
    }
    return new Report(
        kind,
        mail.date(),
        title,
        kernel,
        links,
        credits(),
        mail.files(),
        request.isPresent() && TestRequest.hasPatch(mail) ? Optional.of(mail) : Optional.empty(),
        notes);
  }

  private String result() {
    Matcher still = STILL.matcher(plain);
    if (still.find()) {
      return "with the patch syzbot saw: " + Printable.ascii(Printable.line(still.group(1)));
    }
    return plain.contains("did not trigger any")
        ? "with the patch syzbot saw nothing"
        : "syzbot could not build or boot the kernel with the patch";
  }

  private Optional<URI> url(String name) {
    Optional<String> value = fields.value(name);
    Optional<URI> url = value.flatMap(WebAddress::in);
    if (value.isPresent() && url.isEmpty()) {
      notes.add("what it gives as \"%s\" is no http(s) address, and is left out".formatted(name));
    }
    return url;
  }

  private Report.Kernel kernel(Optional<TestRequest> request) {
    Optional<String> head =
        fields.value("head commit", "commit", "start commit", "latest commit", "oldest commit");
    Optional<String> commit = head.flatMap(GitTree::ref);
    Optional<GitTree> tree = fields.value("git tree").map(GitTree::of);
    Matcher old = OLD_HEAD.matcher(plain);
    if (commit.isEmpty() && old.find()) {
      commit = Optional.of(String.valueOf(old.group(1)));
      tree = tree.or(() -> Optional.of(GitTree.of(String.valueOf(old.group(2)))));
    }
    String subject = head.map(text -> text.strip().replaceFirst("^\\S+\\s*", "")).orElse("");
    String userArch = fields.value("userspace arch").map(MailReport::word).orElse("");
    if (request.isPresent() && request.get().tree().isPresent()) {
      tree = request.get().tree();
      commit = Optional.of(request.get().tree().get().branch()).filter(text -> !text.isEmpty());
      subject = "";
    }
    return new Report.Kernel(
        tree,
        commit,
        Printable.line(subject),
        fields.value("compiler").map(Printable::line).orElse(""),
        Architectures.ofKernel(userArch, fields.value("compiler").orElse("")),
        userArch);
  }

  static String word(String text) {
    return Printable.ascii(text.strip().replaceFirst("(?s)\\s.*", ""), 20);
  }

  private Optional<String> title(ReportKind kind) {
    Optional<String> title = Titles.inSubject(mail.header().subject());
    if (title.isPresent()) {
      return title;
    }
    Matcher still = STILL.matcher(plain);
    if (kind == ReportKind.RESULT && still.find()) {
      return Titles.of(String.valueOf(still.group(1)));
    }
    Optional<String> found = inLog(plain);
    found.ifPresent(text -> notes.add("the title was read from the kernel's report in the mail"));
    return found;
  }

  /** Returns the title of the first crash in a text whose report is whole. */
  private static Optional<String> inLog(String text) {
    return crashes(text).stream()
        .filter(crash -> !crash.corrupted())
        .findFirst()
        .flatMap(crash -> Titles.of(crash.title()));
  }

  /** Returns the crashes in a text. */
  static List<CrashReport> crashes(String text) {
    try {
      return OopsReader.readAll(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException("an array can be read", e);
    }
  }

  private Report.Credits credits() {
    Optional<String> tag =
        fields.value("reported-by", "reported-and-tested-by").flatMap(MailReport::reporter);
    Optional<String> bug =
        Stream.concat(tag.stream(), Stream.of("From", "To", "Cc").map(mail::field))
            .map(BUG::matcher)
            .filter(Matcher::find)
            .map(found -> String.valueOf(found.group(1)))
            .findFirst();
    return new Report.Credits(
        tag.or(() -> bug.map(MailReport::address)),
        fields
            .url("dashboard link")
            .map(URI::toString)
            .filter(url -> url.length() < MOST_ADDRESS)
            .or(() -> bug.filter(id -> id.matches("[0-9a-f]+")).map(DASHBOARD::concat)));
  }

  /**
   * Returns what is written after Reported-by:, if it can be that, with a host if it was hidden.
   */
  private static Optional<String> reporter(String written) {
    String text = Printable.ascii(Printable.line(written)).strip();
    Matcher bug = BUG.matcher(text);
    if (text.matches("syzbot\\+[0-9a-z]+@(x{3,}|\\.\\.\\.|\\[.*)") && bug.find()) {
      return Optional.of(address(String.valueOf(bug.group(1))));
    }
    return text.matches("[^<>]{1,100}( <[^<>\\s]{3,100}>)?") ? Optional.of(text) : Optional.empty();
  }

  static String address(String bug) {
    return "syzbot+" + bug + "@syzkaller.appspotmail.com";
  }
}
