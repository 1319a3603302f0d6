package dev.kverdict;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that a person names, read as a whole. What they are shows only while they are read: a pipe
 * and a device have no size that could be asked for.
 */
public final class UserFiles {

  private UserFiles() {}

  /**
   * Returns a file's bytes.
   *
   * @param most the most bytes that it may have
   * @param remedy what to do if it cannot be read
   * @throws UserError if it cannot be read, or is larger
   */
  public static byte[] bytes(Path file, int most, String remedy) {
    try {
      return read(file, most);
    } catch (IOException e) {
      throw UserError.unreadable(file.toString(), e, remedy);
    }
  }

  /**
   * Returns a file's text.
   *
   * @param most the most bytes that it may have
   * @param remedy what to do if it cannot be read
   * @throws UserError if it cannot be read, is larger, or is no text in UTF-8
   */
  public static String text(Path file, int most, String remedy) {
    try {
      byte[] bytes = read(file, most);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IOException e) {
      throw UserError.unreadable(file.toString(), e, remedy);
    }
  }

  private static byte[] read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new UserError(
            file.toString(), "is larger than " + most + " bytes", "make it smaller");
      }
      return bytes;
    }
  }
}
