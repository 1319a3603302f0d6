package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.web.WebFile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * The address of a configuration.
 *
 * @param subject whose configuration it is, for errors
 * @param key where it is written, from there on
 * @param url the address, http or https
 * @param limit how long a connection, and then the whole download, may take
 */
public record ConfigAddress(String subject, String key, URI url, Duration limit) {

  /** A configuration of everything has 400 KiB. */
  public static final int MOST_BYTES = 4 << 20;

  /**
   * Returns the bytes.
   *
   * @throws UserError if the server does not have the file, or a larger one
   * @throws InfraError if it cannot be reached, or does not send everything in time
   */
  public byte[] load() {
    byte[] bytes = receive();
    if (bytes.length > MOST_BYTES) {
      throw error("has more than " + MOST_BYTES + " bytes", "no configuration is so large");
    }
    return bytes;
  }

  private byte[] receive() {
    try {
      return WebFile.small(url, MOST_BYTES, limit);
    } catch (WebFile.NotThere e) {
      throw error("is no file there: " + e.getMessage(), "correct the address");
    } catch (IOException e) {
      throw unreachable(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns what errors call it. */
  String where() {
    return subject + key + " " + url;
  }

  private UserError error(String what, String remedy) {
    return new UserError(where(), what, remedy);
  }

  private InfraError unreachable(String reason, Exception cause) {
    return new InfraError(
        "%s: cannot download %s: %s; download it yourself, and name the file in its place"
            .formatted(subject, url, reason),
        cause);
  }
}
