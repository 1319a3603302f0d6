package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkedTreeTest {

  @TempDir private Path folder;

  private Path from;
  private Path to;

  private void file(String name) throws IOException {
    Path file = from.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private void copy(String... left) throws IOException {
    from = Files.createDirectory(folder.resolve("from"));
    to = folder.resolve("to");
    for (String name :
        Set.of("Makefile", "include/a.h", "fs/Kconfig", "fs/ext4/b.c", "fs/ocfs2/dlm/c.c")) {
      file(name);
    }
    file("build/include/d.h");
    Files.createDirectory(from.resolve("build/fs"));
    Files.createSymbolicLink(from.resolve("build/fs/ocfs2"), Path.of("../../fs/ocfs2"));
    LinkedTree.around(from, to, Stream.of(left).map(Path::of).collect(Collectors.toSet()));
  }

  @Test
  void onlyTheDirectoriesOnTheWayAreReal() throws IOException {
    copy("fs/ocfs2", "build/fs/ocfs2");
    assertThat(to.resolve("fs/ocfs2")).doesNotExist();
    for (String real : Set.of("", "fs", "build", "build/fs")) {
      assertThat(Files.isSymbolicLink(to.resolve(real))).as(real).isFalse();
      assertThat(to.resolve(real)).isDirectory();
    }
    for (String link : Set.of("include", "fs/ext4", "build/include")) {
      assertThat(to.resolve(link)).as(link).isSymbolicLink().isDirectory();
    }
    assertThat(Files.isSameFile(to.resolve("Makefile"), from.resolve("Makefile"))).isTrue();
    assertThat(Files.isSymbolicLink(to.resolve("Makefile"))).isFalse();
    assertThat(Files.isSymbolicLink(to.resolve("fs/Kconfig"))).isFalse();
  }

  @Test
  void aLinkToWhatIsLeftOutLeadsToWhatTakesItsPlace() throws IOException {
    copy("fs/ocfs2", "build/fs/ocfs2");
    Files.createDirectory(to.resolve("fs/ocfs2"));
    Files.writeString(to.resolve("fs/ocfs2/e.c"), "another");
    assertThat(to.resolve("build/fs/ocfs2/e.c")).hasContent("another");
    assertThat(from.resolve("fs/ocfs2/e.c")).doesNotExist();
  }

  @Test
  void oneMayLieInAnother() throws IOException {
    copy("fs/ocfs2", "fs/ocfs2/dlm");
    assertThat(to.resolve("fs/ocfs2")).doesNotExist();
    assertThat(to.resolve("build")).isSymbolicLink();
  }
}
