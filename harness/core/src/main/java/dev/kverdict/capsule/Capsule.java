package dev.kverdict.capsule;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.shard.CaseBundle;
import dev.kverdict.shard.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A capsule that was read: everything in it is what its manifest says.
 *
 * @param file the capsule, as it was named
 * @param manifest what is in it
 * @param bundle its files, unpacked
 */
record Capsule(Path file, Manifest manifest, CaseBundle bundle) {

  private static final String REMEDY = "get the capsule again from where it was made";

  /**
   * Reads a capsule and checks all its files.
   *
   * @param into an empty directory, for its files
   * @throws UserError if it is no capsule, or damaged, or holds what none may hold
   */
  static Capsule read(Path file, Path into) {
    try (InputStream in = UserFiles.open(file);
        ArchiveReader archive = new ArchiveReader(in)) {
      Manifest manifest = manifest(archive.manifest());
      requireSpace(manifest, bounded(manifest), into);
      CaseBundle bundle = new CaseBundle(into, file.toString(), "capsule", REMEDY);
      archive.unpack(manifest.files(), bundle);
      return new Capsule(file, manifest, bundle);
    } catch (IllegalArgumentException e) {
      throw error(file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw UserError.unreadable(file.toString(), e, "name a file that kverdict capsule has made");
    }
  }

  private static Manifest manifest(String text) {
    try {
      return Json.parse(text, Manifest.class);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(Manifest.NAME + ": " + e.getMessage(), e);
    }
  }

  private static long bounded(Manifest manifest) {
    try {
      return Bounds.require(manifest);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(Manifest.NAME + ": " + e.getMessage(), e);
    } catch (NullPointerException e) {
      throw new IllegalArgumentException(Manifest.NAME + ": lacks " + e.getMessage(), e);
    }
  }

  /** Each file is there twice for a while: as it came, and where guests are made of it. */
  private static void requireSpace(Manifest manifest, long parts, Path into) {
    long files = manifest.files().values().stream().mapToLong(Long::longValue).sum();
    long needed = files + parts;
    long free =
        HostIo.get("cannot look at " + into, () -> Files.getFileStore(into).getUsableSpace());
    if (free < needed) {
      throw new InfraError(
          "the disk of the store is full: the capsule needs %d MiB, and %d MiB are left for %s; free some, or set XDG_CACHE_HOME"
              .formatted(needed >> 20, free >> 20, into));
    }
  }

  /** Returns the error of a capsule that is not what it has to be. */
  UserError error(String what) {
    return error(file, what);
  }

  private static UserError error(Path file, String what) {
    String line = what.length() > 300 ? what.substring(0, 300) + "..." : what;
    return new UserError(file.toString(), line, REMEDY);
  }
}
