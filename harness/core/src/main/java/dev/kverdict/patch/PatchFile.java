package dev.kverdict.patch;

import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file with patches, as it was read.
 *
 * @param name its path, for errors
 * @param text its bytes as ISO 8859-1
 * @param options what is allowed with it
 */
public record PatchFile(String name, String text, PatchOptions options) {

  /** The characters of a path that tell a person which one it is. */
  private static final int MOST_NAME = 200;

  static PatchFile of(String name, byte[] bytes, PatchOptions options) {
    return new PatchFile(name, new String(bytes, StandardCharsets.ISO_8859_1), options);
  }

  /**
   * Reads a file, which may be a pipe; of one that is too large, no more than shows that.
   *
   * @throws UserError when it cannot be read
   */
  static PatchFile read(Path file, PatchOptions options) {
    String path = file.toString();
    String name = PrintableLine.of(path.substring(Math.max(0, path.length() - MOST_NAME)));
    if (Files.isDirectory(file)) {
      throw new UserError(name, "is a directory", "name a file: a diff, a mail or an mbox");
    }
    try (InputStream in = UserFiles.open(file)) {
      return of(name, in.readNBytes(PatchText.MOST_BYTES + 1), options);
    } catch (IOException e) {
      throw UserError.unreadable(name, e, "check the path");
    }
  }

  /** Returns the name without directories, fit to be one again in any locale. */
  String file() {
    String file = name.substring(name.lastIndexOf('/') + 1).replaceAll("[^\\x20-\\x7e]", "_");
    return file.isBlank() ? "patch" : file;
  }

  Series.Found series() {
    return PatchReader.series(text.getBytes(StandardCharsets.ISO_8859_1), name);
  }

  /** Returns the SHA-256 of a text that is held in ISO 8859-1, in hexadecimal. */
  static String digest(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
