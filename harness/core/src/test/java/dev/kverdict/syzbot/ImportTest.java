package dev.kverdict.syzbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.model.ImageSource;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.store.Digests;
import dev.kverdict.yaml.MatrixReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The case that is made of a report, read back by the reader of cases. */
@Timeout(120)
class ImportTest {

  @TempDir private Path folder;
  private SmallServer server;
  private Path out;

  @BeforeEach
  void open() throws IOException {
    server = new SmallServer();
    out = folder.resolve("out");
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Puts the server in the place of those that a mail names; others are not asked. */
  private String here(String mail) {
    return mail.replace("https://syzkaller.appspot.com", server.url())
        .replace("https://storage.googleapis.com", server.url())
        .replace("https://ci.example.org", server.url())
        .replace("https://lore.kernel.org/all/", server.url() + "/all/");
  }

  /** A mail whose addresses lead nowhere, and quickly so. */
  private static String nowhere(String mail) {
    return mail.replaceAll("https://(syzkaller|storage|ci|lore)\\.[a-z.]+", "http://127.0.0.1:1");
  }

  private ImportedCase read(String mail, Given given) {
    InputStream in = new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8));
    return new ReportSource(in).read("-", given);
  }

  private String write(ImportedCase imported) throws IOException {
    return Files.readString(imported.write(out));
  }

  private Matrix matrix() {
    return MatrixReader.read(out.resolve(ImportedCase.FILE));
  }

  private ReproducerDef repro() {
    return matrix().reproducers().get("reported");
  }

  private KernelDef kernel() {
    return matrix().kernels().get("reported");
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

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
