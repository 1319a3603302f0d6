package dev.kverdict.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectorySourceTest {

  private static final String MAKEFILE =
      """
      VERSION = 6
      PATCHLEVEL = 12
      mrproper:
      \t@rm -rf .config include/config include/generated conf
      """;

  private final Lane lane = new HostLane();
  private final List<String> notes = new ArrayList<>();

  @TempDir private Path directory;
  private Path linux;
  private Store store;

  @BeforeEach
  void makeTree() throws IOException {
    linux = Files.createDirectories(directory.resolve("linux"));
    write("Makefile", MAKEFILE);
    write("fs/file.c", "int x;\n");
    Files.createSymbolicLink(linux.resolve("fs/link"), Path.of("file.c"));
    Files.setPosixFilePermissions(
        write("scripts/run.sh", "#!/bin/sh\n"), PosixFilePermissions.fromString("rwx------"));
    store = new Store(directory.resolve("cache/v1"), lane, 1 << 30);
  }

  private Path write(String file, String text) throws IOException {
    Path path = linux.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private Entry obtain() {
    return new DirectorySource(lane, store, (kernel, note) -> notes.add(note))
        .obtain("k", new KernelSource.Directory(linux));
  }

  private Path tree(Entry entry) {
    return entry.folder().resolve(SourceTree.TREE);
  }

  @Test
  void filesLinksAndProgramsAreKeptAsTheyAre() throws IOException {
    try (Entry entry = obtain()) {
      assertThat(tree(entry).resolve("fs/file.c")).hasContent("int x;");
      assertThat(Files.readSymbolicLink(tree(entry).resolve("fs/link"))).hasToString("file.c");
      assertThat(tree(entry).resolve("scripts/run.sh")).isExecutable();
      assertThat(SourceTree.origin(entry.folder())).startsWith("Linux 6.12, directory ");
    }
    assertThat(notes).isEmpty();
  }

  @Test
  void theSameFilesAreOneSourceWhereverTheyLie() throws IOException {
    try (Entry entry = obtain()) {
      Path other = directory.resolve("elsewhere");
      Files.move(linux, other);
      linux = other;
      try (Entry again = obtain()) {
        assertThat(again.key()).isEqualTo(entry.key());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes", "link", "mode", "name", "time-stays"})
  void everyChangeIsAnotherSource(String what) throws IOException {
    try (Entry before = obtain()) {
      FileTime time = Files.getLastModifiedTime(linux.resolve("fs/file.c"));
      switch (what) {
        case "bytes" -> write("fs/file.c", "int y;\n");
        case "link" -> {
          Files.delete(linux.resolve("fs/link"));
          Files.createSymbolicLink(linux.resolve("fs/link"), Path.of("../Makefile"));
        }
        case "mode" ->
            Files.setPosixFilePermissions(
                linux.resolve("fs/file.c"), PosixFilePermissions.fromString("rwxr-xr-x"));
        case "name" -> Files.move(linux.resolve("fs/file.c"), linux.resolve("fs/other.c"));
        default -> {
          write("fs/file.c", "int z;\n");
          Files.setLastModifiedTime(linux.resolve("fs/file.c"), time);
        }
      }
      try (Entry after = obtain()) {
        assertThat(after.key()).isNotEqualTo(before.key());
      }
    }
  }

  @Test
  void whatABuildLeftIsLeftOutOfTheCopyAlone() throws IOException {
    write(".config", "CONFIG_A=y\n");
    write("include/config/auto.conf", "CONFIG_A=y\n");
    write("conf", "a program");
    write("fs/file.o", "an object");
    write("vmlinux", "a kernel");
    write(".git/HEAD", "ref: x\n");
    write("build/.config", "CONFIG_A=y\n");
    try (Entry entry = obtain()) {
      Path tree = tree(entry);
      for (String file :
          List.of(".config", "include/config", "conf", "fs/file.o", "vmlinux", ".git", "build")) {
        assertThat(tree.resolve(file)).doesNotExist();
        assertThat(linux.resolve(file)).as("nothing is removed there").exists();
      }
      assertThat(tree.resolve("fs/file.c")).exists();
    }
    assertThat(notes).hasSize(1).first().asString().contains("make mrproper", "config/base");
  }

  @Test
  void aTreeThatCannotBeCleanedIsNamed() throws IOException {
    write("Makefile", MAKEFILE.replace("rm -rf", "false"));
    write(".config", "CONFIG_A=y\n");
    assertThatThrownBy(this::obtain)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("kernel k, source/dir: " + linux)
        .hasMessageContaining("make mrproper");
  }

  @Test
  void whatIsNoSourceIsNamed() throws Exception {
    write("build/keep", "a file of somebody");
    assertThatThrownBy(this::obtain).hasMessageContaining("has a directory build");
    Files.move(linux.resolve("build"), linux.resolve("mine"));
    assertThat(new ProcessBuilder("mkfifo", linux.resolve("fs/pipe").toString()).start().waitFor())
        .isZero();
    assertThatThrownBy(this::obtain)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("fs/pipe is neither a file nor a link");
    Files.delete(linux.resolve("Makefile"));
    assertThatThrownBy(this::obtain)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is no kernel: it has no Makefile");
  }

  @Test
  void aLinkThatLeadsOutIsKeptAndNotFollowed() throws IOException {
    Files.writeString(directory.resolve("secret"), "secret");
    Files.createSymbolicLink(linux.resolve("fs/out"), directory.resolve("secret"));
    try (Entry entry = obtain()) {
      assertThat(tree(entry).resolve("fs/out"))
          .matches(link -> Files.isSymbolicLink(link))
          .matches(link -> !Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS));
    }
  }
}
