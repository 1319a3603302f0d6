package dev.kverdict.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.patch.PatchOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PatchCollectionTest {

  private static final String DIFF = "--- a/fs/f.c\n+++ b/fs/f.c\n@@ -1 +1 @@\n-a\n+b\n";

  @TempDir private Path folder;
  private Path patches;

  @BeforeEach
  void create() throws IOException {
    patches = Files.createDirectory(folder.resolve("patches"));
  }

  private List<PatchCollection.Found> found(String written) {
    return new PatchCollection(new HostLane(), folder).find(written, PatchOptions.STRICT);
  }

  private List<PatchCollection.Found> found() {
    return found(patches.toString());
  }

  private void write(String file, String text) throws IOException {
    Path path = patches.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String mail(String subject, String diff) {
    return "From: A <a@example.org>\nSubject: " + subject + "\n\nText.\n" + diff;
  }

  private void run(String... argv) {
    var unused = new HostLane().run(Command.of(folder, argv).asChore()).orThrow("cannot run");
  }

  @Test
  void filesArePatchesAndDirectoriesAreSeries() throws IOException {
    write("b.patch", DIFF);
    write("a/0000-cover.patch", mail("[PATCH 0/2] a", ""));
    write("a/0001-x.patch", mail("[PATCH 1/2] x", DIFF));
    write("a/0002-y.patch", mail("[PATCH 2/2] y", DIFF.replace("f.c", "g.c")));
    write(".hidden", "no patch");
    assertThat(found()).extracting(PatchCollection.Found::name).containsExactly("a", "b");
    assertThat(found()).allMatch(one -> one.fault().isEmpty());
    assertThat(found().get(0).content().paths()).containsExactly("fs/f.c", "fs/g.c");
  }

  @Test
  void whatIsWrongWithOneIsNoMatterOfTheOthers() throws IOException {
    write("damaged.patch", DIFF.replace("-a\n", ""));
    write("text.patch", "Hello.\n");
    write("gap/0001-x.patch", mail("[PATCH 1/3] x", DIFF));
    write("gap/0002-y.patch", mail("[PATCH 2/3] y", DIFF.replace("f.c", "g.c")));
    write("none/.hidden", "");
    write("zz.patch", DIFF);
    try (RandomAccessFile large = new RandomAccessFile(patches.resolve("large").toFile(), "rw")) {
      large.setLength(1L << 30);
    }
    Files.createSymbolicLink(patches.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(patches.resolve("out"), Files.writeString(folder.resolve("o"), DIFF));
    run("mkfifo", patches.resolve("pipe").toString());
    assertThat(found())
        .filteredOn(one -> one.fault().isPresent())
        .extracting(one -> one.fault().orElseThrow())
        .satisfiesExactly(
            fault -> assertThat(fault).contains("damaged.patch"),
            fault -> assertThat(fault).contains("incomplete series: of 3 patches 3 is missing"),
            fault -> assertThat(fault).startsWith("large: is larger than 16 MiB"),
            fault -> assertThat(fault).startsWith("loop: cannot be read"),
            fault -> assertThat(fault).startsWith("none: is a directory without patches"),
            fault -> assertThat(fault).startsWith("out: is a link that leads out"),
            fault -> assertThat(fault).startsWith("pipe: is no file"),
            fault -> assertThat(fault).startsWith("text.patch: holds no diff"));
    assertThat(found()).last().matches(one -> one.fault().isEmpty() && one.name().equals("zz"));
  }

  @Test
  void tooManyAreOneError() throws IOException {
    for (int i = 0; i <= PatchCollection.MOST; i++) {
      Files.createFile(patches.resolve("f" + i));
    }
    assertThatThrownBy(this::found)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds more than 1000 files");
  }

  @Test
  void tooMuchIsAFaultOfWhatDoesNotFit() throws IOException {
    String padding = "x".repeat(1 << 20) + "\n";
    for (int i = 0; i < 4; i++) {
      write("p" + i, padding.repeat(9) + DIFF);
    }
    assertThat(found())
        .extracting(one -> one.fault().isPresent())
        .containsExactly(false, false, false, true);
  }

  @Test
  void anMboxHasAPartForEachPatch() throws IOException {
    String post = "From a Thu Jan  1 00:00:00 1970\n";
    write(
        "box",
        post + mail("[PATCH] ocfs2: one", DIFF) + "\n" + post + mail("[PATCH v3] Two!", DIFF));
    List<PatchCollection.Found> found = found(patches.resolve("box").toString());
    assertThat(found).extracting(PatchCollection.Found::name).containsExactly("ocfs2__one", "two");
    assertThat(found)
        .extracting(PatchCollection.Found::from)
        .containsExactly("box, mail 1", "box, mail 2");
    assertThat(found.get(1).content().subject()).isEqualTo("[PATCH v3] Two!");
  }

  @Test
  void commitsAreOneEachAndMergesAreNone() throws IOException {
    run("git", "init", "-q", "-b", "main", ".");
    commit("a", "base");
    commit("b", "first");
    run("git", "checkout", "-q", "-b", "side", "HEAD~1");
    commit("c", "second");
    run("git", "checkout", "-q", "main");
    run("git", "-c", "user.name=A", "-c", "user.email=a@b.c", "merge", "-q", "--no-edit", "side");
    List<PatchCollection.Found> found = found("git:main~1^..main");
    assertThat(found).allMatch(one -> one.fault().isEmpty());
    assertThat(found)
        .extracting(one -> one.content().subject().replaceFirst("\\[.*?] ", ""))
        .containsExactlyInAnyOrder("first", "second");
    assertThat(found).allMatch(one -> one.name().matches("[0-9a-f]{12}"));
    assertThatThrownBy(() -> found("git:main..main"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds no change");
    assertThatThrownBy(() -> found("git:--output=x")).isInstanceOf(UserError.class);
  }

  private void commit(String file, String subject) throws IOException {
    Files.writeString(folder.resolve(file), subject);
    run("git", "add", file);
    run("git", "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-q", "-m", subject);
  }

  @Test
  void whatIsNotThereIsOneError() {
    assertThatThrownBy(() -> found(folder.resolve("none").toString()))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith(
            "is not there; name a directory of patches, an mbox, or git:BASE..TIP");
  }
}
