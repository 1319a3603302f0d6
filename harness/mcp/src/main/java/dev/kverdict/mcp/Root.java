package dev.kverdict.mcp;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The directory that an agent may name files in. No name leads out of it, also not by a link. */
final class Root {

  private final Path directory;

  /**
   * @throws UserError if it is no directory
   */
  Root(Path directory) {
    try {
      this.directory = directory.toRealPath();
    } catch (IOException e) {
      throw new UserError(directory.toString(), "is not there", "name an existing directory");
    }
    if (!Files.isDirectory(this.directory)) {
      throw new UserError(directory.toString(), "is not a directory", "name a directory");
    }
  }

  Path directory() {
    return directory;
  }

  /**
   * Returns an existing file or directory.
   *
   * @param written its path, relative to this directory
   * @throws UserError if it is outside, or not there
   */
  Path existing(String written) {
    try {
      Path found = directory.resolve(written).toRealPath();
      if (found.startsWith(directory)) {
        return found;
      }
      throw new UserError(
          written, "lies outside of " + directory, "name something in that directory");
    } catch (IOException | InvalidPathException e) {
      throw new UserError(written, "is not in " + directory, "name something that is there");
    }
  }

  /** Returns how a file in this directory is named to an agent. */
  String name(Path file) {
    return directory.relativize(file).toString();
  }
}
