package dev.kverdict.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.host.SparseCopy;
import dev.kverdict.model.FileSystem;
import dev.kverdict.model.ImageDef;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import dev.kverdict.witness.CheckerOutput;
import dev.kverdict.witness.Complaint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each file system made, checked, damaged and checked again by its own tools, as installed here.
 */
class RecipesTest {

  private static final Lane LANE = new HostLane();

  @TempDir private Path folder;
  @TempDir private Path home;
  private ImageMaker maker;

  @BeforeEach
  void open() {
    maker = new ImageMaker(LANE, new Store(home.resolve("v1"), LANE, 1L << 30));
  }

  private static ImageDef image(FileSystem made, long size, String... options) {
    return new ImageDef("disk", size, made.make(List.of(options)), "disk", null, made.check());
  }

  private static List<Complaint> complaints(ImageDef.Check check, Path image, boolean unmounted) {
    ImageChecker.Answer said = new ImageChecker(LANE).check(check, image, unmounted).orElseThrow();
    return CheckerOutput.complaints(said.tool(), said.exitCode(), said.unmounted(), said.output());
  }

  @ParameterizedTest
  @EnumSource
  void aFileSystemIsMadeAndItsCheckerTellsSoundFromDamaged(FileSystem made) throws IOException {
    ImageDef.Check check = made.check();
    Packed.assumeInstalled(made.make(List.of()).get(0));
    try (Entry entry = maker.make(image(made, made.sizeBytes()))) {
      assertThat(ImageMaker.file(entry)).hasSize(made.sizeBytes());
      if (check == null) {
        return;
      }
      Path copy = folder.resolve("copy");
      SparseCopy.make(LANE, ImageMaker.file(entry), copy);
      assertThat(complaints(check, copy, true)).isEmpty();
      if (!check.unmountedOnly()) {
        assertThat(complaints(check, copy, false)).isEmpty();
      }
      overwrite(copy);
      assertThat(complaints(check, copy, true)).isNotEmpty();
    }
  }

  /** Damages every first super block: they stand at 0, 1, 4, 8 and 64 KiB. */
  private static void overwrite(Path image) throws IOException {
    byte[] ones = new byte[128 << 10];
    Arrays.fill(ones, (byte) 0xff);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.write(ones);
    }
  }

  @Test
  void optionsGoToTheToolAndWhatItRefusesIsTheCasesMistake() throws IOException {
    FileSystem ext4 = FileSystem.EXT4;
    try (Entry plain = maker.make(image(ext4, 4 << 20));
        Entry labelled = maker.make(image(ext4, 4 << 20, "-L", "mine"))) {
      assertThat(labelled.key()).isNotEqualTo(plain.key());
      try (RandomAccessFile file = new RandomAccessFile(ImageMaker.file(labelled).toFile(), "r")) {
        byte[] label = new byte[4];
        file.seek(1024 + 120); // s_volume_name
        file.readFully(label);
        assertThat(new String(label, java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("mine");
      }
    }
    assertThatThrownBy(() -> maker.make(image(ext4, 4 << 20, "-b", "odd")))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("image disk: mkfs.ext4: exit code 1: ")
        .hasMessageContaining("invalid block size");
  }

  @Test
  void aSizeThatIsTooSmallIsSaidInTheToolsOwnWords() {
    Packed.assumeInstalled("mkfs.xfs");
    assertThatThrownBy(() -> maker.make(image(FileSystem.XFS, 16 << 20)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Filesystem must be larger than 300MB")
        .hasMessageEndingWith("fix its make: command, or its options: and size:");
  }
}
