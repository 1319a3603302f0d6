package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.ConfigBase;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.model.FileSystem;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ImageSource;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that is written for a tree says what runs, as a file of a person would. */
class TryCaseTest {

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path directory;
  private Path linux;

  @BeforeEach
  void write() throws IOException {
    linux = Files.createDirectory(directory.resolve("linux: \"mine\" #1"));
    Files.writeString(directory.resolve("r.c"), "int main(void) { return 0; }\n");
    Files.writeString(directory.resolve("tree.patch"), "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-a\n+b\n");
    Files.writeString(directory.resolve("config"), "CONFIG_X86_64=y\n");
    Files.writeString(directory.resolve("disk"), "d");
    Files.createDirectory(directory.resolve("fragments"));
    Files.writeString(directory.resolve("fragments/minix.config"), "CONFIG_MINIX_FS=m\n");
  }

  private Matrix written(TryCase one) {
    return one.write(directory.resolve("kverdict-try.yaml"), List.of("a \n b", "control  x: y"));
  }

  @Test
  void everythingThatIsSaidIsReadBack() throws IOException {
    Matrix matrix =
        written(
            new TryCase(
                "r",
                new TryCase.Kernel(
                    linux.toString(),
                    COMMIT,
                    "./config",
                    List.of("kasan", "hung-task"),
                    List.of("fragments/minix.config"),
                    List.of("minix")),
                "tree.patch",
                new TryCase.Program(
                    "r.c", TryCase.Program.Kind.SOURCE, null, List.of("open", "yes"), null, "yes"),
                new TryCase.Image("disk", null, "./disk", "minix")));
    KernelDef kernel = matrix.kernels().get(TryCase.KERNEL);
    assertThat(kernel.source())
        .isEqualTo(new KernelSource.Git(new KernelSource.Repository(linux, null), COMMIT));
    assertThat(kernel.config().base()).isEqualTo(new ConfigBase.File(directory.resolve("config")));
    assertThat(kernel.config().guest()).isTrue();
    assertThat(kernel.config().with()).containsExactly(ConfigWord.KASAN, ConfigWord.HUNG_TASK);
    assertThat(kernel.config().fragments())
        .containsExactly(directory.resolve("fragments/minix.config"));
    assertThat(kernel.modules()).containsExactly("minix");
    assertThat(matrix.patches().get(TryCase.PATCH).content().names()).containsExactly("tree.patch");
    ReproducerDef program = matrix.reproducers().get("r");
    assertThat(program.program()).isEqualTo(ProgramDef.c(directory.resolve("r.c")));
    assertThat(program.steps()).containsExactly("mount", "open", "yes");
    assertThat(program.fails()).isEqualTo(new ReproducerDef.Fails(List.of(), "yes"));
    ImageDef disk = matrix.images().get("disk");
    assertThat(disk.source())
        .isEqualTo(new ImageSource.Existing(directory.resolve("disk"), null, null));
    assertThat(disk.mount()).isEqualTo(new ImageDef.Mount("minix", "/mnt", null));
    assertThat(Files.readString(matrix.file()))
        .startsWith("# a   b\n# control  x: y\n")
        .contains("case: \"r\"");
  }

  @Test
  void whatIsNotSaidIsLeftToTheUsual() {
    String title = "KASAN: use-after-free Read in f: \"x\" # y";
    Matrix matrix =
        written(
            new TryCase(
                "r",
                new TryCase.Kernel(linux.toString(), COMMIT, null, List.of(), List.of(), List.of()),
                "tree.patch",
                new TryCase.Program(
                    "r.c", TryCase.Program.Kind.SOURCE, null, List.of(), title, null),
                new TryCase.Image("ext4", "ext4", null, null)));
    KernelDef kernel = matrix.kernels().get(TryCase.KERNEL);
    assertThat(kernel.config().base()).isEqualTo(ConfigBase.TINY);
    assertThat(kernel.config().guest()).isTrue();
    assertThat(kernel.modules()).isEmpty();
    assertThat(matrix.reproducers().get("r").fails())
        .isEqualTo(new ReproducerDef.Fails(List.of(title), null));
    assertThat(matrix.images().get("ext4").mount().type()).isEqualTo(FileSystem.EXT4.type());
    assertThat(matrix.guards()).isEqualTo(Map.of());
  }
}
