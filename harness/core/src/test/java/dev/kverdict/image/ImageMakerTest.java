package dev.kverdict.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.ForwardingLane;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.host.SparseCopy;
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
  void aSizeThatNoFileCanHaveIsTheCasesMistake() {
    ImageDef huge = new ImageDef("disk", Long.MAX_VALUE, MAKE, "disk", null, CHECK);
    assertThatThrownBy(() -> maker.make(huge))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("image disk: cannot have a size of 9223372036854775807 bytes here");
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
      SparseCopy.make(lane, ImageMaker.file(made), copy);
      ImageChecker.Answer clean = checker.check(CHECK, copy, true).orElseThrow();
      assertThat(clean.tool()).isEqualTo("fsck.ocfs2");
      assertThat(clean.exitCode()).isZero();
      assertThat(clean.timedOut()).isFalse();
      assertThat(String.join("\n", clean.output())).contains("All passes succeeded");

      Path broken = folder.resolve("broken");
      SparseCopy.make(lane, ImageMaker.file(made), broken);
      try (var file = new RandomAccessFile(broken.toFile(), "rw")) {
        file.write(new byte[1 << 20]); // the super block is gone
      }
      assertThat(checker.check(CHECK, broken, true).orElseThrow().exitCode()).isNotZero();
      assertThat(checker.check(CHECK, copy, true)).contains(clean);
    }
  }

  @Test
  void aJournalIsReplayedUnlessTheImageWasUnmounted() throws IOException {
    ImageChecker checker = new ImageChecker(lane);
    ImageDef.Check check =
        new ImageDef.Check(
            List.of("sh", "-c", "echo replayed >>\"$0\"", "{image}"), List.of("cat", "{image}"));
    Path image = Files.createFile(folder.resolve("image"));
    assertThat(checker.check(check, image, true).orElseThrow().output()).isEmpty();
    ImageChecker.Answer replayed = checker.check(check, image, false).orElseThrow();
    assertThat(replayed.output()).containsExactly("replayed");
    assertThat(replayed.unmounted()).isFalse();
  }

  @Test
  void aCheckerThatNeedsAnUnmountedImageIsNotAskedAboutAnother() throws IOException {
    ImageChecker checker = new ImageChecker(lane);
    ImageDef.Check check = new ImageDef.Check(List.of(), List.of("cat", "{image}"), true);
    Path image = Files.writeString(folder.resolve("image"), "wrong\n");
    assertThat(checker.check(check, image, false)).isEmpty();
    assertThat(checker.check(check, image, true).orElseThrow().output()).containsExactly("wrong");
  }

  @Test
  void aToolThatIsMissingIsNamedWithItsPackage() {
    Lane bare =
        new ForwardingLane() {
          @Override
          public String name() {
            return "bare";
          }

          @Override
          public CommandResult run(Command command) {
            boolean asked = command.argv().contains("command -v \"$1\"");
            return asked ? new CommandResult(command, 1, false, List.of()) : host.run(command);
          }
        };
    ImageMaker poor = new ImageMaker(bare, new Store(folder.resolve("v1"), bare, 1 << 30));
    assertThatThrownBy(() -> poor.make(image(List.of("mkfs.xfs", "{image}"))))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "image disk: fsck.ocfs2 is not installed; install Debian's package ocfs2-tools: apt-get"
                + " install ocfs2-tools");
    ImageDef unchecked =
        new ImageDef("disk", SIZE, List.of("mkfs.xfs", "{image}"), "disk", null, null);
    assertThatThrownBy(() -> poor.make(unchecked))
        .hasMessage(
            "image disk: mkfs.xfs is not installed; install Debian's package xfsprogs: apt-get"
                + " install xfsprogs");
    ImageDef odd = new ImageDef("disk", SIZE, List.of("mkfs.odd", "{image}"), "disk", null, null);
    assertThatThrownBy(() -> poor.make(odd))
        .hasMessage("image disk: mkfs.odd is not installed; install the package that brings it");
  }
}
