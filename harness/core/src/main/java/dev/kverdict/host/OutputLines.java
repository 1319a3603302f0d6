package dev.kverdict.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts what a program says into lines, none of which can fill our memory. */
public final class OutputLines {

  /** The most characters of a line that are kept; git names all files of a patch in one. */
  static final int MOST = 1 << 20;

  private OutputLines() {}

  /** Tells each line until the stream ends; what is too much of one is left out. */
  public static void each(InputStream output, Consumer<String> told) throws IOException {
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
            told.accept(line.toString());
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
      told.accept(line.toString());
    }
  }
}
