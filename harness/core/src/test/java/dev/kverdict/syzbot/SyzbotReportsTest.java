package dev.kverdict.syzbot;

import static dev.kverdict.syzbot.ReadReports.LINUX;
import static dev.kverdict.syzbot.ReadReports.read;
import static dev.kverdict.syzbot.ReadReports.url;
import static dev.kverdict.syzbot.ReportMails.COMMIT;
import static dev.kverdict.syzbot.ReportMails.C_REPRO;
import static dev.kverdict.syzbot.ReportMails.PAGE;
import static dev.kverdict.syzbot.ReportMails.REPORTER;
import static dev.kverdict.syzbot.ReportMails.SYZ_REPRO;
import static dev.kverdict.syzbot.ReportMails.TITLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of syzbot in the forms in which people have them. */
class SyzbotReportsTest {

  private static void isTheWholeReport(Report report) {
    assertThat(report.kind()).isIn(ReportKind.REPORT, ReportKind.QUOTED);
    assertThat(report.title()).contains(TITLE);
    assertThat(url(report)).isEqualTo(LINUX);
    assertThat(report.kernel().commit()).contains("0123456789ab");
    assertThat(report.kernel().compiler()).startsWith("Debian clang version 20.1.8");
    assertThat(report.kernel().userArch()).isEqualTo("i386");
    assertThat(report.links().c()).contains(URI.create(C_REPRO));
    assertThat(report.links().syz()).contains(URI.create(SYZ_REPRO));
    assertThat(report.links().config()).contains(URI.create(ReportMails.CONFIG));
    assertThat(report.links().assets()).hasSize(4);
    assertThat(PartsFinder.mounted(report)).contains(URI.create(ReportMails.MOUNTED));
    assertThat(report.credits().reportedBy()).contains(REPORTER);
    assertThat(report.credits().closes()).contains(PAGE);
  }

  private static String encoded(String encoding, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String text =
        encoding.equals("base64")
            ? Base64.getMimeEncoder().encodeToString(bytes)
            : body.replaceAll("(?m)(.{60})(?=.)", "$1\0").replace("=", "=3D").replace("\0", "=\n");
    return ReportMails.mail("[syzbot] [fs?] " + TITLE, "", "")
            .replaceFirst(
                "Content-Type.*\n",
                "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: "
                    + encoding
                    + "\n")
        + text;
  }

  private static String html(String body) {
    String markup =
        body.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replaceAll("(https?://[^ \n]+)", "<a href=\"$1\">$1</a>")
            .replace("\n", "<br>\n");
    return ReportMails.mail("[syzbot] [fs?] " + TITLE, "", "").replace("text/plain", "text/html")
        + "<html><head><style>p { a: b }</style></head><body><div>"
        + markup
        + "</div></body></html>";
  }

  static List<String> forms() {
    String report = ReportMails.report();
    String body = ReportMails.body(ReportMails.LOG);
    String quoted = body.replaceAll("(?m)^", "> ").replaceAll("(?m)^> $", ">");
    return List.of(
        report,
        report.replace("\n", "\r\n"),
        report.replace(
            "IMPORTANT:", "Bisection is inconclusive: it is as old as Linux.\n\nIMPORTANT:"),
        "\ufeff" + report,
        "\n\n" + report,
        ReportMails.mbox(List.of(report)),
        encoded("base64", body),
        encoded("quoted-printable", body),
        html(body),
        ReportMails.mail("Re: [syzbot] [fs?] " + TITLE, "", "Somebody wrote:\n" + quoted),
        ReportMails.mail(
            "Fwd: [External] Re: [syzbot] [fs?] " + TITLE,
            "",
            quoted.replaceAll("(?m)^>", ">>").replaceAll("(?m)^>>", "> >")),
        report.replace("[fs?] KASAN:", "[fs?]\n KASAN:"),
        report.replaceAll("(?m)^(kernel config|C reproducer|syz repro|git tree):\\s+", "$1:\n"),
        ReportMails.mail(
            "[syzbot] [fs?] " + TITLE,
            "",
            body.replaceAll("(?m)^([A-Za-z ]+): +(?=\\S)", "*$1*: ")),
        report.replace(TITLE, TITLE + " (3)"),
        report.replace("Hello,", "Hello,\n\u00e4\u00f6\u00fc \ud83d\ude00"),
        body.substring(body.indexOf("HEAD commit")));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aReportIsUnderstoodInWhateverFormItIsKept(String form) {
    isTheWholeReport(read(form));
  }

  @Test
  void anAnswerThatQuotesAReportIsNoNewerReport() {
    String answer =
        ReportMails.mail(
            "Re: [syzbot] [fs?] " + TITLE,
            "Sat, 07 Feb 2026 10:11:12 -0800",
            """
            On Mon, syzbot wrote:
            > syzbot found the following issue on:
            >
            > HEAD commit:    0123456789ab Linux
            > git tree:       upstream

            Oh dear.
            """);
    assertThat(read(answer).kind()).isEqualTo(ReportKind.QUOTED);
    Report report = read(ReportMails.mbox(List.of(ReportMails.report(), answer)));
    isTheWholeReport(report);
    assertThat(report.notes())
        .containsExactly("2 mails are about this bug; the newest report counts");
  }

  static Stream<Arguments> crashes() {
    return Stream.of(
            "KASAN: slab-out-of-bounds Write in toyfs_fill | BUG: KASAN: slab-out-of-bounds in toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\nWrite of size 4 at addr ffff88801 by task a/1\n%s",
            "KMSAN: uninit-value in toyfs_fill | BUG: KMSAN: uninit-value in toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n",
            "UBSAN: array-index-out-of-bounds in toyfs_fill | UBSAN: array-index-out-of-bounds in fs/toyfs/a.c:1:2\nindex 9 is out of range for type 'u8[4]'\n%s",
            "WARNING in toyfs_fill | WARNING: CPU: 0 PID: 1 at fs/toyfs/a.c:1 toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\nRIP: 0010:toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n%s",
            "kernel BUG in toyfs_fill | kernel BUG at fs/toyfs/a.c:1!\nRIP: 0010:toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n%s",
            "general protection fault in toyfs_fill | Oops: general protection fault, probably for non-canonical address 0xdffffc0000000000: 0000 [#1]\nRIP: 0010:toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n%s",
            "BUG: unable to handle kernel NULL pointer dereference in toyfs_fill | BUG: kernel NULL pointer dereference, address: 0000000000000000\nRIP: 0010:toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n%s",
            "INFO: task hung in toyfs_fill | INFO: task syz.0.1:100 blocked for more than 143 seconds.\n      Not tainted syzkaller #0\ntask:syz.0.1        state:D stack:24000 pid:100\nCall Trace:\n <TASK>\n context_switch kernel/sched/core.c:1 [inline]\n __schedule+0x1/0x9 kernel/sched/core.c:1\n schedule+0x1/0x9 kernel/sched/core.c:2\n toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n do_syscall_64+0x1/0x9\n </TASK>\n",
            "possible deadlock in toyfs_fill | WARNING: possible circular locking dependency detected\nsyz.0.1/100 is trying to acquire lock:\nffff8880 (&toy->lock){+.+.}-{4:4}, at: toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n\nbut task is already holding lock:\nffff8881 (&toy->other){+.+.}-{4:4}, at: toyfs_other+0x1/0x9\n",
            "INFO: rcu detected stall in toyfs_fill | rcu: INFO: rcu_preempt self-detected stall on CPU\nCall Trace:\n <IRQ>\n rcu_sched_clock_irq+0x1/0x9 kernel/rcu/tree.c:1\n </IRQ>\n <TASK>\n asm_sysvec_apic_timer_interrupt+0x1/0x9\nRIP: 0010:toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n do_syscall_64+0x1/0x9\n </TASK>\n",
            "memory leak in toyfs_fill | BUG: memory leak\nunreferenced object 0xffff888101 (size 32):\n  comm \"a\", pid 1, jiffies 42949 (age 8.0s)\n  backtrace:\n    toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n",
            "kernel panic: toyfs: no ring | Kernel panic - not syncing: toyfs: no ring\n%s",
            "KCSAN: data-race in toyfs_fill / toyfs_wait | BUG: KCSAN: data-race in toyfs_fill / toyfs_wait\n\nwrite to 0xffff8881 of 8 bytes by task 1 on cpu 0:\n toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n\nread to 0xffff8881 of 8 bytes by task 2 on cpu 1:\n toyfs_wait+0x1/0x9 fs/toyfs/a.c:2\n")
        .map(line -> line.split(" \\| ", 2))
        .map(
            pair ->
                Arguments.of(
                    pair[0],
                    pair[1].replace(
                        "%s",
                        "Call Trace:\n <TASK>\n toyfs_fill+0x1/0x9 fs/toyfs/a.c:1\n do_syscall_64+0x1/0x9\n </TASK>\n")));
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void theTitleIsTheSubjectsOrElseTheLogs(String title, String log) {
    assertThat(read(ReportMails.report("[syzbot] [toy?] [fs?] " + title, log)).title())
        .contains(title);
    assertThat(read(ReportMails.body(log)).title()).contains(title);
  }

  @Test
  void aLogThatIsCutNamesNoCrash() {
    String cut = "BUG: KASAN: slab-use-after-free in toyfs_fill+0x1/0x9\n";
    assertThat(
            read(ReportMails.body("INFO: task syz.0.1:100 blocked for more than 143 seconds.\n"))
                .title())
        .isEmpty();
    assertThat(read(ReportMails.report("[syzbot] " + TITLE, cut)).title()).contains(TITLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "userspace arch: i386|userspace arch: arm64|arm64",
        "userspace arch: i386|userspace arch: riscv64|riscv64",
        "compiler:       Debian clang|compiler: aarch64-linux-gnu-gcc (Debian) 12.2.0 x|aarch64"
      })
  void aKernelOfAnotherArchitectureIsOneClearLine(String from, String to, String arch) {
    String text = ReportMails.report().replace(from, to);
    assertThatThrownBy(() -> read(text.replaceAll("(?m)^userspace arch: i386\n", "")))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("it: is about a kernel for " + arch + "; kernels for x86_64");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org/repro.c",
        "https:///repro.c",
        "https://user:secret@example.org/repro.c",
        "../../repro.c",
        "\u0007http\u001b[31m"
      })
  void whatIsNoWebAddressIsLeftOutAndSaid(String address) {
    Report report = read(ReportMails.report().replace(C_REPRO, address));
    assertThat(report.links().c()).isEmpty();
    assertThat(report.links().syz()).isPresent();
    assertThat(report.notes()).anyMatch(note -> note.contains("\"c reproducer\" is no http(s)"));
  }

  @Test
  void anOldReportIsUnderstood() {
    Report report =
        read(
            ReportMails.mail(
                "WARNING in toyfs_wait",
                "",
                """
                Hello,

                syzkaller hit the following crash on %s
                git://git.kernel.org/pub/scm/linux/kernel/git/toy/toy.git/master
                compiler: gcc (GCC) 7.1.1 20170620
                .config is attached
                Raw console output is attached.
                """
                    .formatted(COMMIT)));
    assertThat(report.title()).contains("WARNING in toyfs_wait");
    assertThat(report.kernel().commit()).contains(COMMIT);
    assertThat(report.kernel().tree().orElseThrow().branch()).isEqualTo("master");
    assertThat(url(report))
        .isEqualTo("https://git.kernel.org/pub/scm/linux/kernel/git/toy/toy.git");
  }

  @Test
  void anAddressThatAnArchiveHidIsWholeAgain() {
    Report report =
        read(
            ReportMails.report()
                .replace("@syzkaller.appspotmail.com", "@xxxxxxxxxxxxxxxxxxxxxxxxx"));
    assertThat(report.credits().reportedBy()).contains(REPORTER);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of(ReportMails.DIFF, "is a patch; judge it"),
        Arguments.of(
            ReportMails.mail("[PATCH] toyfs: wait", "", "It waits.\n---\n" + ReportMails.DIFF),
            "is a patch"),
        Arguments.of(
            ReportMails.LOG, "is a log with a kernel's crash; name the crash: kverdict oops"),
        Arguments.of("case: a\nkernels: {}\n", "is a case already"),
        Arguments.of(ReportMails.C_PROGRAM, "is a reproducer"),
        Arguments.of(ReportMails.SYZ_PROGRAM, "is a reproducer"),
        Arguments.of(ReportMails.config("X86_64"), "is a kernel's configuration"),
        Arguments.of("<!DOCTYPE html><html><body>hello</body></html>", "is a web page"),
        Arguments.of(ReportMails.mail("lunch", "", "at noon?\n"), "is a mail, but no report"),
        Arguments.of(
            ReportMails.mail(
                "[syzbot] Monthly toyfs report (Feb 2026)",
                "",
                "Hello toyfs maintainers,\n\nThis is a 31-day syzbot report for toyfs.\n"),
            "is syzbot's list of the bugs"),
        Arguments.of("hello\n", "is no report of syzbot"),
        Arguments.of("\u007fELF\u0002", "is a program"),
        Arguments.of("  \n", "is empty"),
        Arguments.of("{\"a\": 1}", "is JSON, but no bug"),
        Arguments.of("{\"version\": 1, \"Bugs\": []}", "is a list of bugs"),
        Arguments.of("{\"crashes\": []}", "has no crashes"),
        Arguments.of("{\"a\": ", "begins like JSON"),
        Arguments.of("{\"a\":".repeat(2000), "begins like JSON"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatIsNoReportIsSaidByName(String text, String said) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("it")
        .hasMessageContaining(said);
  }
}
