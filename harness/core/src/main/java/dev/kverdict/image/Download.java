package dev.kverdict.image;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.store.Digests;
import dev.kverdict.web.WebFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * Downloads a file, and takes it only if it has the digest that the case names.
 *
 * @param connect how long a connection may take
 * @param silence how long a server may send nothing
 */
record Download(Duration connect, Duration silence) {

  /** Without a network the message comes soon; a slow server is waited for. */
  static final Download USUAL = new Download(Duration.ofSeconds(10), Duration.ofSeconds(60));

  private static final Duration WHOLE = Duration.ofHours(12);
  private static final int BLOCK = 1 << 16;

  /**
   * Downloads a file.
   *
   * @param most the most bytes to take
   * @param target a file that does not exist; after an error it is not to be used
   * @throws UserError if the server does not have the file, or has another one
   * @throws InfraError if it cannot be reached, or does not send everything
   */
  void fetch(Intake intake, URI url, String sha256, long most, Path target) {
    String found;
    try (InputStream body = new WebFile(url, connect, silence, WHOLE).open()) {
      found = save(intake, body, most, target);
    } catch (WebFile.NotThere e) {
      throw intake.error("is no file there: " + e.getMessage(), "correct url:");
    } catch (IOException e) {
      throw new InfraError(
          "image %s: cannot download %s: %s; download it yourself, and name it with file: in place of url:"
              .formatted(intake.image(), url, e.getMessage()),
          e);
    }
    if (!found.equals(sha256)) {
      throw intake.error(
          "has the SHA-256 " + found + ", not " + sha256,
          "correct url: or sha256:; nothing of it was kept");
    }
  }

  /** Writes the bytes to a file and returns their digest. */
  private static String save(Intake intake, InputStream body, long most, Path target)
      throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] block = new byte[BLOCK];
    long left = most;
    try (OutputStream out = Files.newOutputStream(target)) {
      for (int n = body.read(block); n >= 0; n = body.read(block)) {
        left -= n;
        if (left < 0) {
          throw intake.error(
              "has more than " + most + " bytes",
              "if it is the right file, write down how large the disk is: size:");
        }
        digest.update(block, 0, n);
        out.write(block, 0, n);
      }
    }
    return Digests.hex(digest);
  }
}
