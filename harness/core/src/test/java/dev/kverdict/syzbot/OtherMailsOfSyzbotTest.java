package dev.kverdict.syzbot;

import static dev.kverdict.syzbot.ReadReports.LINUX;
import static dev.kverdict.syzbot.ReadReports.read;
import static dev.kverdict.syzbot.ReadReports.url;
import static dev.kverdict.syzbot.ReportMails.C_REPRO;
import static dev.kverdict.syzbot.ReportMails.PAGE;
import static dev.kverdict.syzbot.ReportMails.REPORTER;
import static dev.kverdict.syzbot.ReportMails.TITLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies to patches, bisections, requests and threads. */
class OtherMailsOfSyzbotTest {

  @Test
  void aReplyToAPatchHasTheTreeAndThePatch() {
    Report clean = read(ReportMails.result(ReportMails.CLEAN));
    assertThat(clean.kind()).isEqualTo(ReportKind.RESULT);
    assertThat(clean.title()).contains(TITLE);
    assertThat(url(clean))
        .isEqualTo("https://git.kernel.org/pub/scm/linux/kernel/git/toy/toyfs.git");
    assertThat(clean.kernel().commit()).contains("01234567");
    assertThat(clean.links().patch()).isPresent();
    assertThat(clean.credits())
        .isEqualTo(new Report.Credits(Optional.of(REPORTER), Optional.of(PAGE)));
    assertThat(clean.notes()).containsExactly("with the patch syzbot saw nothing");
    Report still = read(ReportMails.result(ReportMails.STILL));
    assertThat(still.title()).contains(TITLE);
    assertThat(still.notes()).containsExactly("with the patch syzbot saw: WARNING in toyfs_wait");
    Report broken =
        read(
            ReportMails.result(
                "syzbot tried to test the proposed patch but the build/boot failed:\n\nno"));
    assertThat(broken.kind()).isEqualTo(ReportKind.RESULT);
    assertThat(broken.notes())
        .containsExactly("syzbot could not build or boot the kernel with the patch");
  }

  @Test
  void aBisectionStartsAtTheKernelOfTheReport() {
    Report report = read(ReportMails.bisection());
    assertThat(report.kind()).isEqualTo(ReportKind.BISECTION);
    assertThat(report.kernel().commit()).contains("0123456789ab");
    assertThat(report.kernel().subject()).isEqualTo("Linux 6.20-rc1");
    assertThat(url(report)).endsWith("/netdev/net-next.git");
    assertThat(report.links().c()).contains(URI.create(C_REPRO));
  }

  @Test
  void ofTheReportsOfTheCiTheOneThatCanBeJudgedCounts() {
    Report report = read(ReportMails.ci());
    assertThat(report.kind()).isEqualTo(ReportKind.CI);
    assertThat(report.title()).contains(TITLE);
    assertThat(report.kernel().commit()).contains("fedcba9876543210fedcba9876543210fedcba98");
    assertThat(url(report)).endsWith("/netdev/net-next.git").startsWith("https://kernel.google");
    assertThat(report.links().c())
        .contains(URI.create("https://ci.example.org/findings/2/c_repro"));
    assertThat(report.links().series().map(URI::getHost)).contains("lore.kernel.org");
    assertThat(report.credits().closes()).contains("https://ci.example.org/series/1234");
    assertThat(report.notes())
        .containsExactly(
            "the series: [v2] toyfs: rings for all",
            "other bugs are in it, of which --title takes one: WARNING in toyfs_wait");
    assertThatThrownBy(() -> read(ReportMails.ci(), "warning"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is about a kernel for arm64");
    assertThatThrownBy(() -> read(ReportMails.ci(), "deadlock"))
        .hasMessage("--title deadlock: is not in it; it has: WARNING in toyfs_wait; " + TITLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "#syz test: https://git.kernel.org/pub/scm/toy.git main|https://git.kernel.org/pub/scm/toy.git|main",
        "#syz test https://git.kernel.org/pub/scm/toy.git 0123456789ab|https://git.kernel.org/pub/scm/toy.git|0123456789ab",
        "#syz test: git://git.kernel.org/pub/scm/toy.git|https://git.kernel.org/pub/scm/toy.git|-",
        "#syz-test: https://github.com/toy/linux main|https://github.com/toy/linux|main",
        "#syz test|https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git|0123456789ab",
        "#syz test: upstream|https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git|0123456789ab"
      })
  void aRequestToTestHasTheTreeItNamesAndThePatch(String command, String tree, String commit) {
    Report report = read(ReportMails.request(command));
    assertThat(report.kind()).isEqualTo(ReportKind.REQUEST);
    assertThat(report.title()).contains(TITLE);
    assertThat(url(report)).isEqualTo(tree);
    assertThat(report.kernel().commit()).isEqualTo(Optional.ofNullable(commit));
    assertThat(report.patch()).isPresent();
    assertThat(report.links().c()).contains(URI.create(C_REPRO));
    assertThat(report.credits().reportedBy()).contains(REPORTER);
    assertThat(report.credits().closes()).contains(PAGE);
  }

  @Test
  void aRequestThatSyzbotForwardsIsTheSendersPatch() {
    Report report =
        read(
            ReportMails.mail(
                "Forwarded: [PATCH] toyfs: wait",
                "",
                """
                For the archive: a mail with a command.

                ***

                Subject: [PATCH] toyfs: wait
                Author: person@example.org

                #syz test: https://example.org/toy.git main

                """
                    + ReportMails.DIFF));
    assertThat(report.kind()).isEqualTo(ReportKind.REQUEST);
    assertThat(report.title()).isEmpty();
    assertThat(report.patch()).isPresent();
    assertThat(report.credits())
        .isEqualTo(new Report.Credits(Optional.of(REPORTER), Optional.of(PAGE)));
  }

  @Test
  void aCommandThatIsQuotedIsThatOfAnotherMail() {
    String answer =
        ReportMails.request("> #syz test: https://example.org/toy.git main\n\nIt works for me.");
    Report report = read(answer);
    assertThat(report.kind()).isEqualTo(ReportKind.QUOTED);
    assertThat(url(report)).isEqualTo(LINUX);
    assertThat(report.patch()).isEmpty();
  }

  @Test
  void aCommandThatAMailerBrokeIsWhole() {
    Report report = read(ReportMails.request("#syz test:\nhttps://example.org/toy.git main"));
    assertThat(url(report)).isEqualTo("https://example.org/toy.git");
    assertThat(report.kernel().commit()).contains("main");
    report = read(ReportMails.request("#syz test: https://example.org/toy.git\nmain\n\n"));
    assertThat(report.kernel().commit()).contains("main");
  }

  @Test
  void ofAThreadTheNewestReportCountsWithWhatOthersAdd() {
    String first = ReportMails.report().replace("Linux", "x").replaceAll("(?m)^compiler.*$", "");
    String second =
        ReportMails.report()
            .replace("Mon, 02 Feb", "Sat, 07 Feb")
            .replace("0123456789ab", "111111111111")
            .replaceAll("(?m)^(C reproducer|syz repro):.*\n", "");
    for (List<String> order : List.of(List.of(first, second), List.of(second, first))) {
      Report report = read(ReportMails.mbox(order));
      assertThat(report.kernel().commit()).contains("111111111111");
      assertThat(report.links().c()).contains(URI.create(C_REPRO));
      assertThat(report.notes())
          .containsExactly(
              "the reproducer is that of an older mail, as the newest one has none",
              "2 mails are about this bug; the newest report counts");
    }
  }

  @Test
  void aThreadWithARequestHasThePatchAndTheKernelOfTheReport() {
    Report report =
        read(
            ReportMails.mbox(
                List.of(
                    ReportMails.report(),
                    ReportMails.request("#syz test: https://example.org/toy.git main"),
                    ReportMails.result(ReportMails.CLEAN))));
    assertThat(report.kind()).isEqualTo(ReportKind.REPORT);
    assertThat(report.kernel().commit()).contains("0123456789ab");
    assertThat(report.patch()).isPresent();
  }
}
