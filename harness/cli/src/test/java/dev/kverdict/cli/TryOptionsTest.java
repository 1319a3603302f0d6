package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.sketch.ProgramFile;
import dev.kverdict.sketch.TreePlan;
import dev.kverdict.store.Store;
import dev.kverdict.yaml.TryCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code try} makes of its options and of a small tree, before anything is built. */
class TryOptionsTest {

  @TempDir private Path directory;
  private final Lane lane = new HostLane();
  private Path tree;

  @BeforeEach
  void write() throws IOException {
    tree = Files.createDirectories(directory.resolve("linux"));
    put("linux/Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\n");
    put("linux/a.c", "int a;\n");
    git("init", "--quiet", "--initial-branch=master");
    git("add", "--all");
    git("commit", "--quiet", "-m", "first");
    put("linux/a.c", "int b;\n");
    put(
        "r.c",
        "#include \"part.h\"\nint main(void) { kv_plan(1); kv_step(\"open\", 1); /* kv_step(\"x\" */ }\n");
    put("part.h", "#include \"deep/more.h\"\n#include <stdio.h>\n");
    put("deep/more.h", "#include \"../part.h\"\n#include \"kv.h\"\n");
    put("r.txt", "hello\n");
    put("quiet.log", "all is well\n");
    put(
        "mail",
        "kernel config:  http://127.0.0.1:1/x.config\n\n"
            + "BUG: kernel NULL pointer dereference, address: 0000000000000000\n"
            + "Oops: 0000 [#1] PREEMPT SMP\nRIP: 0010:f+0x1/0x2\nCall Trace:\n g+0x1/0x2\n");
    put("arm.config", "CONFIG_ARM64=y\n");
    put("full.config", "CONFIG_X86_64=y\nCONFIG_MINIX_FS=m\n");
    put("own/full.config", "CONFIG_A=y\n");
    put("disk.img", "d");
  }

  private void put(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void git(String... words) {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of("-c", "user.name=A", "-c", "user.email=a@example.org"));
    argv.addAll(Arrays.asList(words));
    var unused =
        lane.run(
                Command.of(tree, argv.toArray(String[]::new))
                    .withEnvironment(Map.of("GIT_CONFIG_GLOBAL", "/dev/null"))
                    .asChore())
            .orThrow("git");
  }

  /** Returns the plan for options in which {@code @} stands for the test's directory. */
  private TreePlan plan(String options) {
    String[] words = options.replace("@", directory + "/").split(" ");
    List<String> all = new ArrayList<>(Arrays.asList(words));
    if (!all.contains("--tree")) {
      all.addAll(List.of("--tree", tree.toString()));
    }
    TryOptions parsed = CommandLine.populateCommand(new TryOptions(), all.toArray(String[]::new));
    return parsed.plan(lane, new Store(directory.resolve("v1"), lane, 1 << 30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @missing.c                              | missing.c: there is no such file
          @r.txt                                  | is no C file, program of syzkaller
          @r.c --with kasan,magic                 | --with magic: there is no such word; known are: kasan
          @r.c --with kasan,kcsan                 | --with kcsan: does not go with kasan
          @r.c --config @none.config              | none.config: cannot be read: it does not exist
          @r.c --config @arm.config               | is not for x86-64
          @r.c --config @r.txt                    | is no kernel configuration
          @r.c --config syzbot                    | there is no report that names a kernel configuration
          @r.c --config syzbot --report @quiet.log| no crash of a kernel is found in it; name
          @r.c --fragment @none.config            | none.config: cannot be read: it does not exist
          @r.c --fragment @full.config --fragment @own/full.config | is the second of this name
          @r.c --fragment @r.txt                  | r.txt: sets no option
          @r.c --image @none.img                  | there is no such file; name a disk image, or one of btrfs, ext4
          @r.c --mount ext4                       | there is nothing to mount
          @r.c --image ext4 --mount xfs           | the image has ext4
          @r.c --image @disk.img --mount Ext-4    | is no file system
          @r.c --report @nowhere                  | nowhere: cannot be read: it does not exist
          @r.c --report @own                      | own: cannot be read: Is a directory; name a console log
          @r.c --config @own                      | own: cannot be read: Is a directory; name a complete
          @r.c --fragment @own                    | own: cannot be read: Is a directory; name one with
          @r.c --modules -x                       | --modules -x: is no name
          @r.c --steps a/b                        | --steps a/b: is no name
          @r.c --base nowhere                     | --base nowhere: names no commit of
          @r.c --tree @nowhere                    | nowhere: there is no such directory
          @r.c --tree @own                        | is not a git tree
          """)
  void aMistakeIsNamedWithItsOption(String options, String said) {
    assertThatThrownBy(() -> plan(options.strip()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(said.strip())
        .hasMessageNotContaining("\n");
  }

  @Test
  void aReportMayComeFromALogger() throws IOException {
    String prefix = "Nov 29 10:11:12 host kernel: ";
    put(
        "journal",
        """
        [    1.000000] BUG: kernel NULL pointer dereference, address: 0000000000000000
        [    1.000000] Oops: 0000 [#1] PREEMPT SMP
        [    1.000000] RIP: 0010:f+0x1/0x2
        [    1.000000] Call Trace:
        [    1.000000]  g+0x1/0x2
        """
            .replaceAll("(?m)^", prefix));
    assertThat(plan("@r.c --report @journal").failure().crash()).contains("in f");
  }

  @Test
  void theNameOfATreeMayHaveALineEnd() throws IOException {
    Path odd = Files.move(tree, directory.resolve("a\nb"));
    assertThat(plan("@r.c --tree " + odd).lines()).anyMatch(line -> line.endsWith("+1 -1: a.c"));
  }

  @Test
  void anImageInTheTreeStaysAsItIs() throws IOException {
    put("linux/disk", "a disk");
    TreePlan plan = plan("@r.c --image @linux/disk");
    Path into = Files.createDirectory(directory.resolve("case"));
    plan.write(into);
    assertThat(into.resolve("disk")).hasContent("a disk");
    assertThat(Files.getAttribute(tree.resolve("disk"), "unix:nlink")).isEqualTo(1);
    assertThat(plan.tree().has(tree.toRealPath().resolve("disk"))).isTrue();
    assertThat(plan.tree().has(into.toRealPath())).isFalse();
  }

  @Test
  void aTitleOnSeveralLinesIsNone() {
    TryOptions parsed =
        CommandLine.populateCommand(
            new TryOptions(), directory.resolve("r.c").toString(), "--title", "a\nb");
    assertThatThrownBy(() -> parsed.plan(lane, new Store(directory.resolve("v1"), lane, 1 << 30)))
        .hasMessageContaining("--title: is no title of a crash");
  }

  @Test
  void whatIsNotSaidIsFound() throws IOException {
    put("linux/.config", "CONFIG_X86_64=y\nCONFIG_MINIX_FS=m\nCONFIG_EXT4_FS=y\n");
    put("linux/new.c", "int n;\n");
    TreePlan plan = plan("@r.c --image @disk.img --mount minix --with kasan");
    assertThat(plan.steps()).containsExactly("open");
    assertThat(plan.lines())
        .anyMatch(line -> line.startsWith("tree ") && line.endsWith("branch master, Linux 6.12.1"))
        .anyMatch(line -> line.matches("control +[0-9a-f]{12} \"first\": HEAD, .*"))
        .anyMatch(line -> line.endsWith(" 1 file, +1 -1: a.c"))
        .anyMatch(line -> line.matches("not taken +\\.config, new.c: .*"))
        .anyMatch(line -> line.contains(".config (2 options built in, 1 as modules), and kasan"))
        .anyMatch(line -> line.contains("the first that the control shows"));
    assertThat(plan.builds(false, 2)).contains("a minute on 2 processors");
    assertThat(plan.builds(true, 2)).contains("the control is built");
    Path into = Files.createDirectory(directory.resolve("case"));
    plan.write(into);
    Matrix matrix =
        plan.part()
            .with(plan.part().program().failing("some crash", null))
            .write(into.resolve("c.yaml"), plan.lines());
    assertThat(matrix.kernels().get("base").modules()).containsExactly("minix");
    assertThat(matrix.patches().get("tree").content().paths()).containsExactly("a.c");
    assertThat(into.resolve("part.h")).exists();
    assertThat(into.resolve("deep/more.h")).exists();
  }

  @Test
  void aFileSystemThatTheKernelLacksIsAddedAndLoaded() throws IOException {
    TreePlan own = plan("@r.c --image ocfs2 --fragment @full.config");
    assertThat(own.fragments().get("full.config")).contains("CONFIG_MINIX_FS=m");
    assertThat(own.fragments().get("ocfs2-as-module.config"))
        .isEqualTo("CONFIG_CONFIGFS_FS=y\nCONFIG_OCFS2_FS=m\n");
    assertThat(own.modules()).containsExactly("ocfs2");
    assertThat(plan("@r.c --image @disk.img --mount minix --fragment @full.config").modules())
        .as("a fragment has it as a module")
        .containsExactly("minix");
    put("linux/.config", "CONFIG_X86_64=y\nCONFIG_EXT4_FS=y\nCONFIG_XFS_FS=m\n");
    assertThat(plan("@r.c --image ext4").fragments()).isEmpty();
    assertThat(plan("@r.c --image ext4").modules()).isEmpty();
    assertThat(plan("@r.c --image xfs").fragments()).isEmpty();
    assertThat(plan("@r.c --image @disk.img --mount xfs").modules()).containsExactly("xfs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          int main() { kv_plan(2); kv_step("a", 1); kv_check("b", x()); }       | a,b
          int main() { kv_plan(2); kv_step("a", 1);~ // kv_step("c", 1)~ kv_check("b", 1); } | a,b
          int main() { kv_plan(3); kv_step("a", 1); kv_check("b", 1); }         | -
          int main() { kv_plan(n); kv_step("a", 1); }                           | -
          int main() { kv_plan(2); kv_step("a", 1); kv_step(name, 1); }         | -
          int main() { kv_plan(2); kv_step("a", 1); kv_step("a", 1); }          | -
          void f() { kv_step("b", 1); } int main() { kv_plan(2); kv_step("a", 1); f(); } | -
          int x;~#ifdef X~int main() { kv_plan(1); kv_step("a", 1); }~#endif         | -
          int main() { return 0; }                                              | -
          """)
  void stepsAreReadFromASourceThatLeavesNoDoubt(String source, String steps) throws IOException {
    put("s.c", source.replace("~", "\n"));
    List<String> expected = steps.equals("-") ? List.of() : List.of(steps.split(","));
    assertThat(ProgramFile.read(directory.resolve("s.c")).steps()).isEqualTo(expected);
  }

  @Test
  void aReportSaysWhatIsExpected() {
    TreePlan plan = plan("@r.c --report @mail --steps one,two --config @full.config");
    assertThat(plan.failure().crash()).contains("in f");
    assertThat(plan.part().program().crash()).isEqualTo(plan.failure().crash());
    assertThat(plan.steps()).containsExactly("one", "two");
    assertThatThrownBy(() -> plan("@r.c --report @mail --config syzbot"))
        .as("the address in the mail is asked")
        .hasMessageContaining("cannot download http://127.0.0.1:1/x.config");
  }

  @Test
  void aScriptFindsTheProgramsOfPackages() throws IOException {
    put("fill", "#!/bin/sh\nmkfs.ext4 -q /tmp/x\n");
    TreePlan plan = plan("@fill --packages e2fsprogs,xfsprogs");
    Path into = Files.createDirectory(directory.resolve("case"));
    plan.write(into);
    Matrix matrix =
        plan.part()
            .with(plan.part().program().failing("some crash", null))
            .write(into.resolve("c.yaml"), List.of());
    ProgramDef program = matrix.reproducers().get("fill").program();
    assertThat(program.kind()).isEqualTo(ProgramDef.Kind.SCRIPT);
    assertThat(matrix.reproducers().get("fill").userland().packages())
        .containsExactly("e2fsprogs", "xfsprogs");
    put("text", "mkfs.ext4 -q /tmp/x\n");
    assertThatThrownBy(() -> plan("@text")).hasMessageContaining("give its name the end");
  }

  @Test
  void aBinaryIsToldByItsFirstBytes() throws IOException {
    Files.write(directory.resolve("prog"), new byte[] {0x7f, 'E', 'L', 'F', 2});
    TreePlan plan = plan("@prog");
    assertThat(plan.part().program().kind()).isEqualTo(TryCase.Program.Kind.BINARY);
    assertThat(plan.steps()).isEmpty();
    Path into = Files.createDirectory(directory.resolve("case"));
    plan.write(into);
    Matrix matrix =
        plan.part()
            .with(plan.part().program().failing("some crash", null))
            .write(into.resolve("c.yaml"), List.of());
    assertThat(matrix.reproducers().get("prog").program().kind()).isEqualTo(ProgramDef.Kind.BINARY);
  }
}
