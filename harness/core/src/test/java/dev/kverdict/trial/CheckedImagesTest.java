package dev.kverdict.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.image.ImageChecker;
import dev.kverdict.model.ImageDef;
import dev.kverdict.vm.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disks of a trial, written to by the test in place of a guest. */
class CheckedImagesTest {

  private static final ImageDef.Mount MOUNT = new ImageDef.Mount("ext4", "/mnt", null);
  private static final List<String> PRINT = List.of("cat", "{image}");
  private static final List<String> REPLAY =
      List.of("sh", "-c", "echo replayed >>\"$0\"", "{image}");

  @TempDir private Path folder;

  private final Lane lane = new HostLane();

  private static ImageDef image(
      String name, ImageDef.@Nullable Mount mount, ImageDef.@Nullable Check check) {
    return new ImageDef(name, 1 << 20, List.of("mkfs", "{image}"), name, mount, check);
  }

  private Disk disk(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), name + "\n");
    return Disk.overlaid(file, name);
  }

  private Path trial() throws IOException {
    return Files.createDirectories(folder.resolve("trial"));
  }

  private List<ImageChecker.Answer> answers() throws IOException {
    return EvidenceFiles.JSON
        .readerForListOf(ImageChecker.Answer.class)
        .readValue(trial().resolve(EvidenceFiles.IMAGE_CHECK).toFile());
  }

  @Test
  void eachImageWithACheckIsCopiedAndCheckedAndNothingOfItStays() throws IOException {
    ImageDef.Check check = new ImageDef.Check(REPLAY, PRINT);
    List<ImageDef> all =
        List.of(image("a", MOUNT, check), image("bare", null, null), image("b", null, check));
    List<Disk> disks = List.of(disk("a"), disk("bare"), disk("b"));
    try (CheckedImages images = CheckedImages.of(all, lane, trial())) {
      List<Disk> copied = images.copied(disks);
      assertThat(copied).extracting(Disk::serial).containsExactly("a", "bare", "b");
      assertThat(copied)
          .extracting(Disk::access)
          .containsExactly(Disk.Access.WRITTEN, Disk.Access.OVERLAID, Disk.Access.WRITTEN);
      assertThat(copied.get(1)).isEqualTo(disks.get(1));
      Files.writeString(copied.get(0).image(), "written\n");
      images.check(true);
    }
    assertThat(answers())
        .extracting(ImageChecker.Answer::image, ImageChecker.Answer::output)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("a", List.of("written")),
            // Whether it was unmounted is not known of an image that the agent had not mounted.
            org.assertj.core.api.Assertions.tuple("b", List.of("b", "replayed")));
    assertThat(trial().toFile().list()).containsExactly(EvidenceFiles.IMAGE_CHECK);
    assertThat(folder.resolve("a")).hasContent("a\n");
  }

  @Test
  void aSingleImageNeedsNoName() throws IOException {
    ImageDef.Check check = new ImageDef.Check(List.of(), PRINT);
    try (CheckedImages images =
        CheckedImages.of(List.of(image("a", MOUNT, check)), lane, trial())) {
      var unused = images.copied(List.of(disk("a")));
      images.check(false);
    }
    assertThat(answers()).singleElement().extracting(ImageChecker.Answer::image).isEqualTo("");
  }

  @Test
  void whereNoCheckerCanTellThereIsNoAnswer() throws IOException {
    ImageDef.Check check = new ImageDef.Check(List.of(), PRINT, true);
    try (CheckedImages images =
        CheckedImages.of(List.of(image("a", MOUNT, check)), lane, trial())) {
      assertThat(images.isEmpty()).isFalse();
      var unused = images.copied(List.of(disk("a")));
      images.check(false);
    }
    assertThat(trial()).isEmptyDirectory();
    assertThat(CheckedImages.of(List.of(image("a", MOUNT, null)), lane, trial()).isEmpty())
        .isTrue();
  }
}
