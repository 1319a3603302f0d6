package dev.kverdict.syzbot;

import dev.kverdict.web.WebFile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Downloads small files. A host that does not answer is not asked again. */
final class Downloads {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Map<String, String> silent = new LinkedHashMap<>();

  /**
   * Returns a file.
   *
   * @param most the most bytes that it may have
   * @throws IOException with the reason in words if it cannot be had
   */
  byte[] get(URI url, int most) throws IOException {
    String host = String.valueOf(url.getRawAuthority());
    String known = silent.get(host);
    if (known != null) {
      throw new IOException(known);
    }
    byte[] bytes;
    try {
      bytes = WebFile.small(url, most, LIMIT);
    } catch (WebFile.NotThere e) {
      throw e;
    } catch (IOException e) {
      silent.put(host, String.valueOf(e.getMessage()));
      throw e;
    }
    if (bytes.length > most) {
      throw new IOException("it has more than " + most + " bytes");
    }
    return bytes;
  }

  /** Returns a line for each host that did not answer, with the reason. */
  List<String> silent() {
    return silent.entrySet().stream().map(host -> host.getKey() + ": " + host.getValue()).toList();
  }
}
