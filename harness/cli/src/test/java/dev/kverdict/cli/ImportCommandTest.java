package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportCommandTest {

  private static final String MAIL =
      """
      From: syzbot <syzbot+a1b2c3d4e5f60718293a@syzkaller.appspotmail.com>
      Subject: [syzbot] [fs?] WARNING in toyfs_wait

      syzbot found the following issue on:

      HEAD commit:    0123456789abcdef0123456789abcdef01234567 Linux\u001b[2J
      git tree:       upstream
      C reproducer:   http://127.0.0.1:1/repro.c
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Kverdict.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void aMailBecomesACaseThatCanBeRead() throws IOException {
    Path to = folder.resolve("case");
    assertThat(run("import", write("m.eml", MAIL), "--out", to.toString())).isZero();
    assertThat(out.toString())
        .contains("title     WARNING in toyfs_wait\n")
        .contains("TODO      save http://127.0.0.1:1/repro.c as repro.c\n")
        .contains("the case: " + to.resolve("case.yaml"))
        .doesNotContain("\u001b");
    assertThat(to.resolve("case.yaml")).exists();
    assertThat(run("import", write("m.eml", MAIL), "--out", to.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is there already; name another directory with --out");
  }

  @ParameterizedTest
  @CsvSource({"hello, is no report of syzbot", "'', is empty", "case: a, is a case already"})
  void whatIsNoReportIsOneLineAndNoDirectory(String text, String said) throws IOException {
    Path to = folder.resolve("case");
    assertThat(run("import", write("m", text), "--out", to.toString())).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains(said);
    assertThat(to).doesNotExist();
  }

  @Test
  void anAddressThatDoesNotAnswerIsTheHosts() {
    assertThat(run("import", "http://127.0.0.1:1/m.eml")).isEqualTo(4);
    assertThat(err.toString().lines()).hasSize(1);
  }
}
