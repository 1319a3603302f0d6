package dev.kverdict.syzbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.model.ImageSource;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The case that is made of a report, read back by the reader of cases. */
@Timeout(120)
class ImportTest extends Importing {

  @Test
  void whatCanBeDownloadedIsPartOfTheCase() throws IOException {
    byte[] image = {31, -117, 8, 0};
    server.serve("/x/repro.c", ReportMails.C_PROGRAM);
    server.serve("/x/repro.syz", ReportMails.SYZ_PROGRAM);
    server.serve("/x/.config", ReportMails.config("X86_64"));
    server.serve("/syzbot-assets/ff01/mount_0.gz", image);
    String mail = here(ReportMails.report()).replace("0123456789ab", ReportMails.COMMIT);
    ImportedCase imported = read(mail, Given.NOTHING);
    assertThat(imported.todo()).isEmpty();
    assertThat(imported.name()).isEqualTo("kasan-slab-use-after-free-read-in-toyfs_evict");
    String text = write(imported);
    assertThat(text)
        .contains(
            "# title     " + ReportMails.TITLE,
            "# syz repro " + server.url() + "/x/repro.syz?x=12aa22bb330000\n",
            "# asset     vmlinux: ",
            "    source: {git: \"https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git\","
                + " rev: \""
                + ReportMails.COMMIT
                + "\"}\n",
            "    toolchain: clang-20  # the reporter's\n",
            "    # source: repro.syz\n")
        .doesNotContain("TODO");
    Matrix matrix = matrix();
    assertThat(matrix.caseName()).isEqualTo(imported.name());
    assertThat(matrix.credits().reportedBy()).isEqualTo(ReportMails.REPORTER);
    assertThat(matrix.credits().closes()).isEqualTo(here(ReportMails.PAGE));
    assertThat(repro().fails().crash()).containsExactly(ReportMails.TITLE);
    assertThat(repro().program().kind()).isEqualTo(ProgramDef.Kind.C);
    assertThat(repro().program().arch()).isEqualTo(ProgramDef.Arch.I386);
    assertThat(repro().program().file()).hasContent(ReportMails.C_PROGRAM);
    assertThat(out.resolve("repro.syz")).hasContent(ReportMails.SYZ_PROGRAM);
    assertThat(kernel().config().base())
        .isEqualTo(new ConfigBase.File(out.resolve("kernel.config").toAbsolutePath().normalize()));
    assertThat(matrix.images().get("mounted").source())
        .isInstanceOfSatisfying(
            ImageSource.Fetched.class,
            fetched -> assertThat(fetched.sha256()).isEqualTo(Digests.ofBytes(image)));
  }

  @Test
  void whatCannotBeHadIsALineToDoAndTheCaseIsValid() throws IOException {
    ImportedCase imported = read(nowhere(ReportMails.report()), Given.NOTHING);
    assertThat(imported.todo())
        .hasSize(4)
        .anyMatch(
            todo -> todo.equals("save http://127.0.0.1:1/x/repro.c?x=11aa22bb330000 as repro.c"))
        .anyMatch(
            todo ->
                todo.startsWith(
                    "save http://127.0.0.1:1/x/.config?x=ab12cd34ef56ab12 as kernel.config"))
        .anyMatch(
            todo ->
                todo.contains(
                    "sha256sum prints of http://127.0.0.1:1/syzbot-assets/ff01/mount_0.gz"))
        .anyMatch(todo -> todo.startsWith("write the commit's whole name"));
    assertThat(imported.understood())
        .filteredOn(line -> line.contains("nothing is downloaded from 127.0.0.1:1: "))
        .hasSize(1);
    String text = write(imported);
    for (String todo : imported.todo()) {
      assertThat(text).contains("# TODO: " + todo + "\n");
    }
    assertThat(repro().fails().crash()).containsExactly(ReportMails.TITLE);
    assertThat(Files.readString(repro().program().file()))
        .contains("#error \"save http://127.0.0.1:1/x/repro.c?x=11aa22bb330000 as repro.c\"");
    assertThat(kernel().config().with()).extracting(Enum::name).containsExactly("KASAN");
  }

  @Test
  void whatWasToBeDoneCanBeDone() throws IOException {
    String text = write(read(nowhere(ReportMails.report()), Given.NOTHING));
    Files.writeString(out.resolve("kernel.config"), ReportMails.config("X86_64"));
    Files.writeString(out.resolve("repro.c"), ReportMails.C_PROGRAM);
    Files.writeString(
        out.resolve(ImportedCase.FILE),
        text.replace("    # config:", "    config:")
            .replaceFirst("    config: \\{base: defconfig.*\n", "")
            .replace("# images:", "images:")
            .replace("#   mounted:", "  mounted:")
            .replace("sha256: ...", "sha256: " + "0".repeat(64)));
    assertThat(kernel().config().base()).isInstanceOf(ConfigBase.File.class);
    assertThat(matrix().images()).containsKey("mounted");
  }

  @Test
  void filesOnThisMachineTakeThePlaceOfWhatIsNamed() throws IOException {
    Given given =
        new Given(
            "",
            file("x.syz", ReportMails.SYZ_PROGRAM),
            file("c", ReportMails.config("X86_64")),
            file("i", "image"),
            Files.createDirectory(folder.resolve("linux")));
    ImportedCase imported = read(nowhere(ReportMails.report()), given);
    assertThat(imported.todo()).isEmpty();
    assertThat(write(imported)).contains("{git: \"" + folder.resolve("linux") + "\"");
    assertThat(repro().program().kind()).isEqualTo(ProgramDef.Kind.SYZ);
    assertThat(repro().program().arch()).isEqualTo(ProgramDef.Arch.I386);
    assertThat(repro().running().images()).containsExactly("disk");
    assertThat(out.resolve("disk.img")).hasContent("image");
  }

  @Test
  void aBinaryNeedsNoArchitecture() throws IOException {
    Given given = new Given("", file("b", "\u007fELF"), null, null, null);
    write(read(nowhere(ReportMails.report()), given));
    assertThat(repro().program().kind()).isEqualTo(ProgramDef.Kind.BINARY);
  }

  @ParameterizedTest
  @CsvSource({
    "--repro, hello, is no program",
    "--config, hello, is no complete .config",
    "--config, ARM64, is not for x86_64",
    "--repro, -, there is no such file",
    "--image, -, there is no such file"
  })
  void aFileThatCannotBeMeantIsOneError(String option, String content, String said)
      throws IOException {
    String text = content.equals("ARM64") ? ReportMails.config("ARM64") : content;
    Path path = content.equals("-") ? folder.resolve("none") : file("f", text);
    Given given =
        new Given(
            "",
            option.equals("--repro") ? path : null,
            option.equals("--config") ? path : null,
            option.equals("--image") ? path : null,
            null);
    assertThatThrownBy(() -> read(nowhere(ReportMails.report()), given))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(option + " " + path)
        .hasMessageContaining(said);
    assertThat(out).doesNotExist();
  }

  @Test
  void whatIsAttachedNeedsNoNetwork() throws IOException {
    String mail =
        """
        From: syzbot <%s>
        Subject: [syzbot] %s
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        %s
        --b
        Content-Type: text/plain; name="config.txt"
        Content-Disposition: attachment; filename="config.txt"

        %s
        --b
        Content-Type: text/x-csrc
        Content-Disposition: attachment; filename="../../etc/repro.c"

        %s
        --b--
        """
            .formatted(
                ReportMails.REPORTER,
                ReportMails.TITLE,
                nowhere(ReportMails.body("")),
                ReportMails.config("X86_64"),
                ReportMails.C_PROGRAM);
    write(read(mail, Given.NOTHING));
    assertThat(repro().program().file()).hasContent(ReportMails.C_PROGRAM);
    assertThat(out.resolve("kernel.config")).exists();
    assertThat(folder.toFile().list()).containsExactly("out");
    assertThat(out.toFile().list())
        .containsExactlyInAnyOrder("case.yaml", "kernel.config", "repro.c");
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    ImportedCase imported = read(nowhere(ReportMails.report()), Given.NOTHING);
    Files.createDirectory(out);
    assertThatThrownBy(() -> imported.write(out))
        .isInstanceOf(UserError.class)
        .hasMessage(out + ": is there already; name another directory with --out");
    assertThat(out).isEmptyDirectory();
    assertThat(imported.write(folder.resolve("a/b/c"))).exists();
  }
}
