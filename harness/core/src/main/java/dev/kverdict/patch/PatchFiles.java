package dev.kverdict.patch;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Patch files on disk: what they hold, and as plain diffs that git can apply. */
public final class PatchFiles {

  private PatchFiles() {}

  /**
   * The patches in some files, in the order in which they apply.
   *
   * @throws UserError when one cannot be read as a patch
   */
  public static List<ParsedPatch> read(List<Path> files) {
    return files.stream().flatMap(file -> read(file).stream()).toList();
  }

  private static List<ParsedPatch> read(Path file) {
    try {
      return PatchReader.read(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new UserError(file.toString(), "cannot be read", "check the path");
    }
  }

  /** Writes each patch of some files as a file of its own, below a folder, under its old name. */
  public static List<Path> unpack(List<Path> files, Path folder) {
    List<Path> unpacked = new ArrayList<>();
    try {
      for (Path file : files) {
        for (ParsedPatch patch : read(file)) {
          Path place = Files.createDirectories(folder.resolve(Integer.toString(unpacked.size())));
          Path plain = place.resolve(String.valueOf(file.getFileName()));
          Files.writeString(plain, patch.text(), StandardCharsets.ISO_8859_1);
          unpacked.add(plain);
        }
      }
      return unpacked;
    } catch (IOException e) {
      throw new InfraError("cannot unpack patches into " + folder, e);
    }
  }
}
