package dev.kverdict.image;

import dev.kverdict.UserError;
import dev.kverdict.host.Lane;
import dev.kverdict.model.ImageSource;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Images that exist, as files of the case or in the network. What is kept of one is known by its
 * digest, wherever it came from.
 */
record ImageFiles(Lane lane, Store store, Download download) {

  /** Raise it when the same file would give another image. */
  private static final int RECIPE = 1;

  private static final int DOWNLOAD_RECIPE = 1;
  private static final String DOWNLOADED = "file";

  /**
   * Returns the image in a file of the case.
   *
   * @throws UserError if it is not the file that the case means, or is no image
   */
  Entry obtain(String image, ImageSource.Existing source) {
    Intake intake = new Intake(lane, image, source.file().toString(), source.sizeBytes());
    requireReasonable(intake, source.file());
    String digest = Digests.ofFile(source.file());
    if (source.sha256() != null && !source.sha256().equals(digest)) {
      throw intake.error(
          "has the SHA-256 " + digest + ", not " + source.sha256(),
          "name the right file, or correct sha256:");
    }
    return store.obtain(
        key(digest, source.sizeBytes()), folder -> fill(intake, source.file(), digest, folder));
  }

  /**
   * Returns the image at an address, downloaded first if it is not in the store.
   *
   * @throws UserError if it is not the file that the case means, or is no image
   * @throws dev.kverdict.InfraError if it cannot be downloaded
   */
  Entry obtain(String image, ImageSource.Fetched source) {
    Intake intake = new Intake(lane, image, source.url().toString(), source.sizeBytes());
    return store.obtain(
        key(source.sha256(), source.sizeBytes()),
        folder -> {
          try (Entry fetched = fetched(intake, source)) {
            fill(intake, fetched.folder().resolve(DOWNLOADED), source.sha256(), folder);
          }
        });
  }

  private Entry fetched(Intake intake, ImageSource.Fetched source) {
    return store.obtain(
        Key.of("download", DOWNLOAD_RECIPE, source.sha256()),
        folder ->
            download.fetch(
                intake,
                source.url(),
                source.sha256(),
                ceiling(intake),
                folder.resolve(DOWNLOADED)));
  }

  private static Key key(String digest, @Nullable Long sizeBytes) {
    return Key.of("image", RECIPE, "file", digest, String.valueOf(sizeBytes));
  }

  /** Returns the most bytes of a file with an image; compressing adds a little to some. */
  private static long ceiling(Intake intake) {
    return Math.max(Intake.MOST, intake.most());
  }

  private static void requireReasonable(Intake intake, Path file) {
    if (file.toFile().length() > ceiling(intake)) {
      throw intake.error(
          "has " + file.toFile().length() + " bytes, more than " + ceiling(intake),
          "write down how large the disk is: size:");
    }
  }

  /** Copies the file before anything looks at it, because it may change meanwhile. */
  private static void fill(Intake intake, Path file, String sha256, Path folder)
      throws IOException {
    Path source = folder.resolve("source");
    MessageDigest digest = Digests.sha256();
    try (InputStream in = Files.newInputStream(file)) {
      long unused = SparseCopy.copy(in, source, ceiling(intake), digest);
    }
    if (!Digests.hex(digest).equals(sha256)) {
      throw intake.error("changed while it was read", "run again when it is complete");
    }
    Files.setPosixFilePermissions(source, Intake.READABLE);
    Path image = folder.resolve(ImageMaker.FILE);
    intake.take(source, image);
    ImageMaker.finish(image);
  }
}
