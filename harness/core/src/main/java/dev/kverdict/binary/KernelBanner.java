package dev.kverdict.binary;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a kernel image says of itself (linux_banner in init/version.c). */
public final class KernelBanner {

  private static final byte[] BEGINNING = "Linux version ".getBytes(StandardCharsets.US_ASCII);

  /** A release has 64 characters at most (uname(2)). */
  private static final int MOST = 66;

  private static final Pattern RELEASE = Pattern.compile("([A-Za-z0-9][\\w.+~-]{0,63}) \\(.*");

  private KernelBanner() {}

  /**
   * Returns the release of an uncompressed kernel, as {@code uname -r} prints it.
   *
   * @return empty if the file has no such line
   */
  public static Optional<String> release(Path vmlinux) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(vmlinux), 1 << 16)) {
      int met = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        // The first letter of the beginning does not occur in it again.
        met = next == BEGINNING[met] ? met + 1 : next == BEGINNING[0] ? 1 : 0;
        if (met == BEGINNING.length) {
          met = 0;
          in.mark(MOST);
          String text = new String(in.readNBytes(MOST), StandardCharsets.ISO_8859_1);
          Matcher release = RELEASE.matcher(text);
          if (release.lookingAt()) {
            return Optional.of(release.group(1));
          }
          in.reset();
        }
      }
    }
    return Optional.empty();
  }
}
