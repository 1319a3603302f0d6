package dev.kverdict.build;

import dev.kverdict.UserError;
import dev.kverdict.web.WebFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where a kernel cache lies. */
sealed interface CachePlace {

  /** Opens a file; empty if the cache has none of this name. */
  Optional<InputStream> open(String name) throws IOException;

  /**
   * Returns a place from how it is written: an address, or an absolute path.
   *
   * @param variable the name of the variable that has the text, for errors
   * @throws UserError if it is neither
   */
  static CachePlace of(String variable, String text) {
    try {
      if (text.matches("https?://.*")) {
        URI url = new URI(text.endsWith("/") ? text : text + "/");
        if (url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
          return new Address(url);
        }
      } else if (text.startsWith("/") && text.indexOf('\0') < 0) {
        return new Folder(Path.of(text).normalize());
      }
    } catch (URISyntaxException e) {
      // neither, as below
    }
    throw new UserError(
        variable + "=" + text,
        "names no place for kernels",
        "set it to an absolute path, or to an address with http or https");
  }

  /**
   * A directory, on this machine or on a file system that others see, too.
   *
   * @param path the directory, which need not exist
   */
  record Folder(Path path) implements CachePlace {

    @Override
    public Optional<InputStream> open(String name) throws IOException {
      try {
        Path file = path.resolve(name);
        if (Files.exists(file) && !Files.isRegularFile(file)) { // a pipe would block
          throw new IOException(name + " is no file");
        }
        return Optional.of(Files.newInputStream(file));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * A web server.
   *
   * @param url the address below which the files are, with a slash at its end
   */
  record Address(URI url) implements CachePlace {

    /** To build takes minutes at most; a server that is not there must not cost more. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration WHOLE = Duration.ofMinutes(30);

    @Override
    public Optional<InputStream> open(String name) throws IOException {
      try {
        return Optional.of(new WebFile(url.resolve(name), CONNECT, SILENCE, WHOLE).open());
      } catch (WebFile.NotThere e) {
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return url.toString();
    }
  }
}
