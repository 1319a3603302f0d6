package dev.kverdict.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits a program's output into lines of limited length. */
public final class OutputLines {

  /** Most characters kept of a line; git lists all files of a patch in one. */
  static final int MOST = 1 << 20;

  private OutputLines() {}

  /** Passes on each line until the stream ends; lines that are too long are cut. */
  public static void each(InputStream output, Consumer<String> sink) throws IOException {
    Reader reader = new InputStreamReader(output, StandardCharsets.UTF_8);
    char[] buffer = new char[8192];
    StringBuilder line = new StringBuilder();
    boolean begun = false;
    char last = 0;
    for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
      for (int i = 0; i < n; i++) {
        char c = buffer[i];
        if (c == '\n' || c == '\r') {
          if (c == '\r' || last != '\r') {
            sink.accept(line.toString());
          }
          line = new StringBuilder();
          begun = false;
        } else {
          begun = true;
          if (line.length() < MOST) {
            line.append(c);
          }
        }
        last = c;
      }
    }
    if (begun) {
      sink.accept(line.toString());
    }
  }
}
