package dev.kverdict.syzbot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a report says of its title, kernel and fields, whatever that is. */
@Timeout(120)
class ImportedTextTest extends Importing {

  static List<String> titles() {
    return List.of(
        "KASAN: use-after-free \"Read\" in f: {a: [b]} # c",
        "WARNING in \\x41 'f' %s & * ! | > @ `",
        "- ? : , [] {} null ~ true 0x10 1e3",
        "kernel BUG in ../../etc/passwd",
        "\u001b[31mWARNING\u0007 in f\u0000 \u2028g",
        "--- ...",
        "WARNING in " + "f".repeat(5000));
  }

  @ParameterizedTest
  @MethodSource("titles")
  void aTitleOfAnySignsIsATitleAndNoName(String title) throws IOException {
    ImportedCase imported =
        read(nowhere(ReportMails.report("[syzbot] [fs?] " + title, "")), Given.NOTHING);
    assertThat(imported.name()).matches("[a-z0-9][a-z0-9_-]{0,59}");
    String text = write(imported);
    assertThat(text).matches("(?s)[\\x20-\\x7e\\n]*");
    assertThat(repro().fails().crash()).hasSize(1);
    if (title.length() < 100 && title.matches("[ -~]*")) {
      assertThat(repro().fails().crash()).containsExactly(title);
    }
  }

  @Test
  void hostileValuesOfFieldsStayInTheirLines() throws IOException {
    String mail =
        nowhere(ReportMails.report())
            .replace("git tree:       upstream", "git tree:       \"}\\n  evil: {\u0001")
            .replace("0123456789ab Merge", "$(reboot) Merge")
            .replace("Reported-by: syzbot", "Reported-by: \"a\\\u0007: {b} # syzbot");
    String text = write(read(mail, Given.NOTHING));
    assertThat(text)
        .contains(
            "# TODO: write the address of the tree that has the commit; the report names \"\"}\\n  evil: {\"\n");
    assertThat(matrix().kernels()).containsOnlyKeys("reported");
  }

  @Test
  void aLineOfAMegabyteIsNoReasonToFail() throws IOException {
    String mail = nowhere(ReportMails.report("[syzbot] " + ReportMails.TITLE, "x".repeat(1 << 20)));
    write(read(mail, Given.NOTHING));
    assertThat(repro().fails().crash()).containsExactly(ReportMails.TITLE);
  }

  @ParameterizedTest
  @CsvSource({
    "KASAN: invalid-free in f, KASAN",
    "general protection fault in f, KASAN",
    "KCSAN: data-race in f / g, KCSAN",
    "UBSAN: shift-out-of-bounds in f, UBSAN",
    "memory leak in f, KMEMLEAK",
    "possible deadlock in f, LOCKDEP",
    "WARNING: suspicious RCU usage in f, LOCKDEP",
    "INFO: task hung in f, HUNG_TASK",
    "INFO: rcu detected stall in f, HUNG_TASK"
  })
  void withoutItsConfigurationTheKernelHasWhatSeesTheCrash(String title, String word)
      throws IOException {
    String mail =
        nowhere(ReportMails.report("[syzbot] " + title, ""))
            .replaceAll("(?m)^compiler:.*$", "compiler: gcc (GCC) 9.1.0 20190503");
    write(read(mail, Given.NOTHING));
    assertThat(kernel().config().with()).extracting(Enum::name).containsExactly(word);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"WARNING in f", "kernel BUG in f", "kernel panic: x", "KMSAN: uninit-value in f"})
  void otherCrashesAreSeenByAnyKernelOrByNoneThatCanBeMade(String title) throws IOException {
    write(read(nowhere(ReportMails.report("[syzbot] " + title, "")), Given.NOTHING));
    assertThat(kernel().config().with()).isEmpty();
  }

  @Test
  void withoutATitleOneIsToBeWritten() throws IOException {
    ImportedCase imported = read(nowhere(ReportMails.body("no log")), Given.NOTHING);
    assertThat(imported.name()).isEqualTo("syzbot");
    assertThat(imported.todo()).anyMatch(todo -> todo.startsWith("write the title"));
    write(imported);
    assertThat(repro().fails().crash()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(HEAD commit)?(git tree)?|write the address of the tree|TODO",
        "HEAD commit|write the commit as rev:|TODO",
        "git tree|write the address of the tree|0123456789ab"
      })
  void withoutTreeOrCommitTheyAreToBeWritten(String without, String said, String rev)
      throws IOException {
    String mail = nowhere(ReportMails.report()).replaceAll("(?m)^" + without + ":.*\n", "");
    ImportedCase imported = read(mail, Given.NOTHING);
    assertThat(imported.todo()).anyMatch(todo -> todo.startsWith(said));
    assertThat(write(imported))
        .contains("torvalds/linux.git\", rev: \"" + rev + "\"}\n")
        .contains("    # TODO: " + said);
    assertThat(kernel().config().base()).isNotNull();
  }
}
