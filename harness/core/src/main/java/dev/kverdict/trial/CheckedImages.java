package dev.kverdict.trial;

import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Lane;
import dev.kverdict.host.SparseCopy;
import dev.kverdict.image.ImageChecker;
import dev.kverdict.model.ImageDef;
import dev.kverdict.vm.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The images of a trial that are checked afterwards. The guest writes to copies of them, which are
 * deleted in the end.
 */
final class CheckedImages implements AutoCloseable {

  private final List<ImageDef> images;
  private final boolean several;
  private final Lane lane;
  private final Path directory;
  private final Map<String, Path> copies = new LinkedHashMap<>();

  private CheckedImages(List<ImageDef> all, Lane lane, Path directory) {
    this.images = all.stream().filter(image -> image.check() != null).toList();
    this.several = all.size() > 1;
    this.lane = lane;
    this.directory = directory;
  }

  /**
   * Finds those that have a check.
   *
   * @param directory the trial's directory
   */
  static CheckedImages of(List<ImageDef> all, Lane lane, Path directory) {
    return new CheckedImages(all, lane, directory);
  }

  boolean isEmpty() {
    return images.isEmpty();
  }

  /** Returns the disks, with copies in place of those that are checked. */
  List<Disk> copied(List<Disk> disks) {
    List<Disk> copied = new ArrayList<>();
    for (Disk disk : disks) {
      if (images.stream().anyMatch(image -> image.serial().equals(disk.serial()))) {
        Path copy = directory.resolve("image" + copies.size());
        copies.put(disk.serial(), copy);
        SparseCopy.make(lane, disk.image(), copy);
        copied.add(Disk.written(copy, disk.serial()));
      } else {
        copied.add(disk);
      }
    }
    return copied;
  }

  /**
   * Runs the checkers and writes down what they say.
   *
   * @param clean whether the agent unmounted what it had mounted. What it had not, it knows nothing
   *     about
   */
  void check(boolean clean) throws IOException {
    ImageChecker checker = new ImageChecker(lane);
    List<ImageChecker.Answer> answers = new ArrayList<>();
    for (ImageDef image : images) {
      ImageDef.Check check = image.check();
      Path copy = copies.get(image.serial());
      if (check != null && copy != null) {
        Optional<ImageChecker.Answer> answer =
            checker.check(check, copy, clean && image.mount() != null);
        answer.map(said -> several ? said.about(image.name()) : said).ifPresent(answers::add);
      }
    }
    if (!answers.isEmpty()) {
      AtomicFiles.write(
          directory.resolve(EvidenceFiles.IMAGE_CHECK),
          EvidenceFiles.JSON.writeValueAsBytes(answers));
    }
  }

  @Override
  public void close() throws IOException {
    for (Path copy : copies.values()) {
      Files.deleteIfExists(copy);
    }
  }
}
