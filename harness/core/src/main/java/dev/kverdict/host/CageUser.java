package dev.kverdict.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The account that programs run as when the harness runs as root.
 *
 * @param uid its user id
 * @param gid its group id
 */
record CageUser(int uid, int gid) {

  /** Name of the account that {@code ci/setup} creates. */
  static final String NAME = "kverdict";

  CageUser {
    if (uid <= 0 || gid <= 0) {
      throw new IllegalArgumentException("not an unprivileged user: " + uid + ":" + gid);
    }
  }

  /** Finds the account in a file such as {@code /etc/passwd} (passwd(5)). */
  static Optional<CageUser> find(Path passwd) {
    try {
      for (String line : Files.readAllLines(passwd, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith(NAME + ":")) {
          String[] fields = line.split(":", -1);
          int uid = fields.length < 4 ? 0 : number(fields[2]);
          int gid = fields.length < 4 ? 0 : number(fields[3]);
          return uid > 0 && gid > 0 ? Optional.of(new CageUser(uid, gid)) : Optional.empty();
        }
      }
    } catch (IOException e) {
      return Optional.empty(); // no list of accounts, no account
    }
    return Optional.empty();
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }
}
