package dev.kverdict.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.model.ImageDef;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real OCFS2, made and checked on the host. */
class ImageMakerTest {

  private static final long SIZE = 64 << 20;
  private static final List<String> MAKE =
      List.of("mkfs.ocfs2", "-q", "-F", "-M", "local", "-N", "1", "{image}");
  private static final ImageDef.Check CHECK =
      new ImageDef.Check(List.of(), List.of("fsck.ocfs2", "-fn", "{image}"));

  private final Lane lane = new HostLane();
  @TempDir private Path folder;
  private ImageMaker maker;

  @BeforeEach
  void open() {
    maker = new ImageMaker(lane, new Store(folder.resolve("v1"), lane, 1 << 30));
  }

  private static ImageDef image(List<String> make) {
    return new ImageDef("disk", SIZE, make, "disk", null, CHECK);
  }

  @Test
  void anImageIsMadeOnceAndReadOnly() throws IOException {
    try (Entry made = maker.make(image(MAKE));
        Entry again = maker.make(image(MAKE));
        Entry other =
            maker.make(image(List.of("mkfs.ocfs2", "-q", "-F", "-M", "local", "{image}")))) {
      Path file = ImageMaker.file(made);
      assertThat(file).hasSize(SIZE);
      assertThat(Files.getPosixFilePermissions(file).toString()).doesNotContain("WRITE");
      assertThat(again.key()).isEqualTo(made.key());
      assertThat(other.key()).isNotEqualTo(made.key());
    }
  }

  @Test
  void aToolThatFailsIsTheCasesMistake() {
    assertThatThrownBy(() -> maker.make(image(List.of("mkfs.ocfs2", "-Q", "{image}"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("image disk")
        .hasMessageContaining("fix its make: command");
  }

  @Test
  void aCopyIsCheckedAndTheImageStaysAsItIs() throws IOException {
    ImageChecker checker = new ImageChecker(lane);
    try (Entry made = maker.make(image(MAKE))) {
      Path copy = folder.resolve("copy");
      checker.copy(ImageMaker.file(made), copy);
      ImageChecker.Answer clean = checker.check(CHECK, copy, true);
      assertThat(clean.tool()).isEqualTo("fsck.ocfs2");
      assertThat(clean.exitCode()).isZero();
      assertThat(clean.timedOut()).isFalse();
      assertThat(String.join("\n", clean.output())).contains("All passes succeeded");

      Path broken = folder.resolve("broken");
      checker.copy(ImageMaker.file(made), broken);
      try (var file = new RandomAccessFile(broken.toFile(), "rw")) {
        file.write(new byte[1 << 20]); // the super block is gone
      }
      assertThat(checker.check(CHECK, broken, true).exitCode()).isNotZero();
      assertThat(checker.check(CHECK, copy, true)).isEqualTo(clean);
    }
  }

  @Test
  void aJournalIsReplayedUnlessTheImageWasUnmounted() throws IOException {
    ImageChecker checker = new ImageChecker(lane);
    ImageDef.Check check =
        new ImageDef.Check(
            List.of("sh", "-c", "echo replayed >>\"$0\"", "{image}"), List.of("cat", "{image}"));
    Path image = Files.createFile(folder.resolve("image"));
    assertThat(checker.check(check, image, true).output()).isEmpty();
    assertThat(checker.check(check, image, false).output()).containsExactly("replayed");
  }
}
