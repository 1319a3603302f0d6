package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.host.HostLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build leaves behind must not lead outside of it; the builds are makefiles of one line. */
class HostileOutputTest {

  @TempDir private Path directory;
  private final HostLane lane = new HostLane(Map.of());
  private Path source;
  private Path kept;
  private Path work;
  private Path artefact;
  private Kbuild kbuild;

  @BeforeEach
  void tree() throws IOException {
    source = Files.createDirectory(directory.resolve("source"));
    kbuild =
        new Kbuild(
            lane,
            source,
            directory.resolve("lock"),
            directory.resolve("log"),
            new CompilerCache(null, null));
    kbuild.prepare("gcc");
    kept = Files.createDirectories(directory.resolve("home/modules/6.1"));
    Files.writeString(kept.resolve("build"), "kept");
    work = Files.createDirectory(directory.resolve("work"));
    artefact = Files.createDirectory(directory.resolve("artefact"));
    release("6.1");
  }

  private void release(String text) throws IOException {
    Path file = source.resolve("build/include/config/kernel.release");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private void installing(String script) throws IOException {
    Files.writeString(source.resolve("Makefile"), "modules_install:\n\t@" + script + "\n");
  }

  private void requireRefused() {
    assertThatThrownBy(() -> new ArtefactCollector(lane).collect(kbuild, artefact, work))
        .isInstanceOf(BuildStopped.class);
    assertThat(kept.resolve("build")).hasContent("kept");
  }

  @Test
  void aReleaseIsNoPath() throws IOException {
    installing("mkdir -p $(INSTALL_MOD_PATH)/lib/modules");
    for (String name : List.of(kept.toString(), "../../../../home/modules/6.1", "..", "a/b", "")) {
      release(name);
      requireRefused();
    }
  }

  @Test
  void aLinkAmongTheInstalledModulesIsNotFollowed() throws IOException {
    installing("ln -sn " + directory.resolve("home") + " $(INSTALL_MOD_PATH)/lib");
    requireRefused();
  }

  @Test
  void aReleaseThatIsNoTextIsNotRead() throws IOException {
    Path file = source.resolve("build/include/config/kernel.release");
    Files.delete(file);
    // make runs in the source
    installing(
        "mkdir -p $(INSTALL_MOD_PATH)/lib/modules/6.1; mkfifo build/include/config/kernel.release");
    requireRefused();
  }

  @Test
  void whatItPrintsDoesNotFillTheDisk() throws IOException {
    installing("yes 'a line of a build' | head -c 80M");
    kbuild.make(n -> {}, "modules_install");
    assertThat(Files.size(directory.resolve("log"))).isBetween(1L << 20, Kbuild.MOST_LOG);
  }

  @Test
  void aWrapperThatAPatchMadeALinkIsNotOpened() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.delete(source.resolve(Kbuild.COMPILER));
    Files.createSymbolicLink(source.resolve(Kbuild.COMPILER), secret);
    installing("true");
    assertThatThrownBy(() -> kbuild.make(n -> {}, "modules_install"))
        .isInstanceOf(BuildStopped.class);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
  }

  @Test
  void anOutputDirectoryThatIsALinkIsNotWrittenTo() throws IOException {
    Files.move(source.resolve("build"), directory.resolve("elsewhere"));
    Files.createSymbolicLink(source.resolve("build"), directory.resolve("elsewhere"));
    installing("echo x >build/mark");
    assertThatThrownBy(() -> kbuild.make(n -> {}, "modules_install"))
        .isInstanceOf(BuildStopped.class);
    assertThat(directory.resolve("elsewhere/mark")).doesNotExist();
  }
}
