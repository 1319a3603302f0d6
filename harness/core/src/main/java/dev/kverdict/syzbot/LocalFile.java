package dev.kverdict.syzbot;

import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that an option names.
 *
 * @param option the option
 */
record LocalFile(String option, Path path) {

  private static final int MOST_BYTES = 64 << 20;

  /**
   * Returns its bytes, held in ISO 8859-1.
   *
   * @throws UserError if it cannot be read
   */
  String text() {
    try (InputStream in = Files.newInputStream(required())) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw error("is larger than 64 MiB", "name another file");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw UserError.unreadable(option + " " + path, e, "check the path");
    }
  }

  /** Returns the path of a file that is there. */
  Path required() {
    Optional<String> objection = UserFiles.objection(path);
    if (objection.isPresent()) {
      throw error(objection.get(), "check the path");
    }
    return path;
  }

  UserError error(String what, String remedy) {
    return new UserError(option + " " + path, what, remedy);
  }
}
