package dev.kverdict.syzbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.patch.PatchSet;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a report leaves to its addresses: patches, the page of the bug, the CI. */
@Timeout(120)
class ImportDownloadsTest extends Importing {

  @Test
  void whatAServerSendsInPlaceOfAFileIsNoFile() throws IOException {
    for (String path : List.of("/x/repro.c", "/x/repro.syz", "/x/.config", "/x/patch.diff")) {
      server.serve(path, "<html><body>Please sign in.</body></html>");
    }
    ImportedCase imported = read(here(ReportMails.report()), Given.NOTHING);
    assertThat(imported.todo())
        .anyMatch(todo -> todo.startsWith("save " + server.url() + "/x/repro.c"))
        .anyMatch(todo -> todo.startsWith("save " + server.url() + "/x/.config"));
    write(imported);
    assertThat(repro().program().file()).content().startsWith("/* This stands in the place");
  }

  @Test
  void aTreeThatIsNotThereIsOneError() {
    Given given = new Given("", null, null, null, folder.resolve("none"));
    assertThatThrownBy(() -> read(ReportMails.report(), given))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "--tree " + folder.resolve("none") + ": is no directory; name a git repository");
  }

  @Test
  void theBugsPageHasTheTitleThatARequestLacks() throws IOException {
    server.serve("/bug", ReportMails.json());
    String mail =
        here(ReportMails.request("#syz test").replace("Re: [syzbot] [fs?] ", "[PATCH] toyfs: "))
            .replace(
                "> HEAD commit", "> dashboard link: " + here(ReportMails.PAGE) + "\n> HEAD commit");
    write(read(mail, Given.NOTHING));
    assertThat(repro().fails().crash()).containsExactly(ReportMails.TITLE);
  }

  @Test
  void aRequestToTestHasAPatchThatCanBeJudged() throws IOException {
    String mail = nowhere(ReportMails.request("#syz test: https://example.org/toy.git main"));
    assertThat(write(read(mail, Given.NOTHING)))
        .contains("source: {git: \"https://example.org/toy.git\", rev: \"main\"}")
        .contains("  tested: {files: [tested.eml]}");
    PatchSet patch = matrix().patches().get("tested").content();
    assertThat(patch.paths()).containsExactly("fs/toyfs/inode.c");
    assertThat(patch.patches().get(0).mail().orElseThrow().messageId())
        .isEqualTo("<request@example.org>");
  }

  @Test
  void aPatchThatWasTestedIsDownloaded() throws IOException {
    server.serve("/x/patch.diff", ReportMails.DIFF);
    write(read(here(ReportMails.result(ReportMails.CLEAN)), Given.NOTHING));
    assertThat(matrix().patches().get("tested").content().paths())
        .containsExactly("fs/toyfs/inode.c");
    assertThat(kernel().config().toolchain()).isEqualTo("gcc-12");
  }

  @Test
  void aPatchThatIsNotThereIsToBeSaved() throws IOException {
    server.serve("/x/patch.diff", "no patch\n");
    assertThat(write(read(here(ReportMails.result(ReportMails.CLEAN)), Given.NOTHING)))
        .contains(
            "# TODO: save %s/x/patch.diff?x=16aa22bb330000 as tested.patch, and take the # off (it is no patch)\n# patches:\n"
                .formatted(server.url()));
    assertThat(matrix().patches()).isEmpty();
  }

  @Test
  void theSeriesOfTheCiIsPartOfTheKernel() throws IOException {
    server.serve("/all/20260101000000.1-1-person@example.org/t.mbox.gz", ReportMails.DIFF);
    assertThat(write(read(here(ReportMails.ci()), Given.NOTHING)))
        .contains("    prepare: [series.mbox]\n");
    assertThat(kernel().prepare().paths()).containsExactly("fs/toyfs/inode.c");
  }

  @Test
  void theBugsPageHasTheWholeCommitAndTheReproducer() throws IOException {
    String json =
        ReportMails.json()
            .replace(
                "\"kernel-source-commit\": \"0123456789abcdef",
                "\"kernel-source-commit\": \"01234567ffffffff");
    server.serve("/bug", json);
    server.serve("/text", ReportMails.C_PROGRAM);
    String text = write(read(here(ReportMails.result(ReportMails.CLEAN)), Given.NOTHING));
    assertThat(server.asked()).contains("/bug?extid=" + ReportMails.BUG + "&json=1");
    assertThat(text)
        .contains("rev: \"01234567ffffffff0123456789abcdef01234567\"")
        .contains("the reproducer is the one that the bug's page has");
  }

  @Test
  void theAddressOfABugsPageIsThatOfItsJson() throws IOException {
    server.serve("/bug", ReportMails.json());
    server.serve("/text", ReportMails.C_PROGRAM);
    String page = server.url() + "/bug?extid=" + ReportMails.BUG;
    write(new ReportSource(InputStream.nullInputStream()).read(page, Given.NOTHING));
    assertThat(server.asked()).contains("/bug?extid=" + ReportMails.BUG + "&json=1");
    assertThat(matrix().credits().reportedBy()).isEqualTo(ReportMails.REPORTER);
    assertThat(repro().program().file()).hasContent(ReportMails.C_PROGRAM);
  }

  @Test
  void anAddressThatDoesNotAnswerIsOneError() {
    ReportSource source = new ReportSource(InputStream.nullInputStream());
    assertThatThrownBy(() -> source.read("http://127.0.0.1:1/m.eml", Given.NOTHING))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("save it as a file where there is a network");
    assertThatThrownBy(() -> source.read(server.url() + "/m.eml", Given.NOTHING))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("HTTP status 404");
    assertThatThrownBy(() -> source.read(folder.resolve("none").toString(), Given.NOTHING))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be read: it does not exist; name a mail");
    assertThatThrownBy(() -> source.read(folder.toString(), Given.NOTHING))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is a directory");
  }
}
