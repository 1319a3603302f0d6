package dev.kverdict.syzbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.UserError;
import dev.kverdict.yaml.MatrixReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged mails are cases, or one error; a case can always be read back. */
@Timeout(300)
class ImportFuzzTest {

  private static final int ROUNDS = 600;

  private static final List<String> PIECES =
      List.of(
          "\n",
          "\"",
          "\\",
          ": ",
          "{",
          "}",
          "#",
          "> ",
          "\u0000",
          "\u001b[0m",
          "\u00e9",
          "https://",
          "***",
          "--- ",
          "git tree:",
          "#syz test: ",
          "../",
          "\r\n",
          "=3D",
          "From a Thu Jan  1 00:00:00 1970\nSubject: b\n\n");

  @TempDir private Path folder;

  @Test
  void damagedReportsAreCasesOrOneError() throws IOException {
    Random random = new Random(20260202);
    List<String> mails =
        List.of(
            ReportMails.report(),
            ReportMails.result(ReportMails.STILL),
            ReportMails.bisection(),
            ReportMails.ci(),
            ReportMails.json(),
            ReportMails.request("#syz test: https://example.org/toy.git main"));
    int cases = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String mail = damaged(mails.get(round % mails.size()), random);
      // No address of a damaged mail is asked.
      byte[] bytes = mail.replace("http", "hxxp").getBytes(StandardCharsets.UTF_8);
      try {
        ImportedCase imported =
            new ReportSource(new ByteArrayInputStream(bytes)).read("-", Given.NOTHING);
        assertThat(imported.name()).matches("[a-z0-9][a-z0-9_-]{0,59}");
        Path file = imported.write(folder.resolve("case-" + round));
        assertThat(MatrixReader.read(file).reproducers()).containsOnlyKeys("reported");
        cases++;
      } catch (UserError e) {
        assertThat(e.getMessage()).matches("[^\\x00-\\x1f\\x7f]{1,1000}");
      }
    }
    assertThat(cases).isGreaterThan(ROUNDS / 4);
  }

  static List<String> masses() {
    String report = ReportMails.report().replace("http", "hxxp");
    return List.of(
        report.replace("To: ", "To: " + "person@example.org,\n ".repeat(20_000)),
        report.replace("To: ", "To: " + "person@example.org, ".repeat(20_000)),
        report + "\n".repeat(1 << 20),
        report + " \n".repeat(1 << 19),
        "\n".repeat(1 << 20) + "hello",
        report + ">".repeat(1 << 20),
        report + "***\n".repeat(1 << 17),
        report + "r0 = f(" + ") (".repeat(1 << 18),
        "r0 = f(" + ") (".repeat(1 << 18),
        report + "git tree:\n".repeat(1 << 17),
        "{".repeat(1 << 20),
        "<div>".repeat(1 << 17) + report,
        "a".repeat(1 << 22));
  }

  @ParameterizedTest
  @MethodSource("masses")
  void aMassOfAnythingIsReadInItsTime(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      assertThat(new ReportSource(new ByteArrayInputStream(bytes)).read("-", Given.NOTHING).name())
          .startsWith("kasan-");
    } catch (UserError e) {
      assertThat(e.getMessage()).hasSizeLessThan(1000);
    }
    assertThat(Content.of(text)).isEqualTo(Content.OTHER);
  }

  private static String damaged(String mail, Random random) {
    StringBuilder text = new StringBuilder(mail);
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length());
      int length = Math.min(text.length() - at, random.nextInt(random.nextBoolean() ? 8 : 200));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, at + length);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.insert(at, text.substring(at, at + length).repeat(3));
        default -> text.replace(at, at + length, PIECES.get(random.nextInt(PIECES.size())));
      }
      if (text.isEmpty()) {
        return mail;
      }
    }
    return text.toString();
  }
}
