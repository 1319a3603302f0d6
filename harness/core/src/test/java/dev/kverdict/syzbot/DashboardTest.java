package dev.kverdict.syzbot;

import static dev.kverdict.syzbot.ReadReports.LINUX;
import static dev.kverdict.syzbot.ReadReports.read;
import static dev.kverdict.syzbot.ReadReports.url;
import static dev.kverdict.syzbot.ReportMails.BUG;
import static dev.kverdict.syzbot.ReportMails.COMMIT;
import static dev.kverdict.syzbot.ReportMails.PAGE;
import static dev.kverdict.syzbot.ReportMails.REPORTER;
import static dev.kverdict.syzbot.ReportMails.TITLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bugs by their pages and addresses. */
class DashboardTest {

  @Test
  void aBugOfTheDashboardIsTheCrashThatCanBeJudged() {
    Report report = read(ReportMails.json());
    assertThat(report.kind()).isEqualTo(ReportKind.DASHBOARD);
    assertThat(report.title()).contains(TITLE);
    assertThat(url(report)).isEqualTo(LINUX);
    assertThat(report.kernel().commit()).contains(COMMIT);
    assertThat(report.kernel().compiler()).startsWith("gcc (Debian 10.2.1-6)");
    assertThat(report.links().c())
        .contains(URI.create("https://syzkaller.appspot.com/text?tag=ReproC&x=24"));
    assertThat(report.notes()).containsExactly("crash 2 of the 2 that it lists");
    assertThat(report.credits())
        .isEqualTo(
            new Report.Credits(
                Optional.empty(),
                Optional.of("https://syzkaller.appspot.com/bug?id=00aa11bb22cc33dd44ee55ff")));
  }

  @Test
  void aByteOrderMarkIsNoneOfTheJson() {
    assertThat(read("\ufeff" + ReportMails.json()).title()).contains(TITLE);
  }

  @Test
  void anAddressSaysWhichBugItIs() {
    Report report =
        new ReportReader("it", "")
            .read(
                ReportMails.json().getBytes(StandardCharsets.UTF_8),
                Optional.of(URI.create("https://bugs.example.org/bug?extid=" + BUG + "&json=1")));
    assertThat(report.credits().reportedBy()).contains(REPORTER);
    assertThat(report.credits().closes()).contains(PAGE);
    assertThat(report.links().c())
        .contains(URI.create("https://bugs.example.org/text?tag=ReproC&x=24"));
  }

  @Test
  void otherBugsInAnMboxAreNamedAndCanBeChosen() {
    String other =
        ReportMails.report("[syzbot] [net?] memory leak in toynet_send", "")
            .replace(BUG, "ffffffffffffffffffff")
            .replace("Mon, 02 Feb", "Sun, 01 Feb");
    String mbox = ReportMails.mbox(List.of(other, ReportMails.report()));
    assertThat(read(mbox).title()).contains(TITLE);
    assertThat(read(mbox).notes())
        .containsExactly(
            "other bugs are in it, of which --title takes one: memory leak in toynet_send");
    assertThat(read(mbox, "Memory Leak").title()).contains("memory leak in toynet_send");
  }
}
