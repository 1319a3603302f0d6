package dev.kverdict.oops;

import java.nio.charset.StandardCharsets;

/** Cuts a stream of bytes into lines, each with its place; very long lines are shortened. */
final class ConsoleLines {

  /** More than any line of a report has; the rest of a longer line is dropped. */
  private static final int MAX_LINE = 2048;

  /** Told each line. */
  @FunctionalInterface
  interface Sink {
    void line(String text, long offset);
  }

  private final Sink sink;
  private final byte[] line = new byte[MAX_LINE];
  private int length;
  private long position;
  private long start;

  ConsoleLines(Sink sink) {
    this.sink = sink;
  }

  void accept(byte[] buffer, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      byte b = buffer[i];
      position++;
      if (b == '\n') {
        emit();
      } else if (length < MAX_LINE) {
        line[length++] = b;
      }
    }
  }

  void end() {
    if (length > 0) {
      emit();
    }
  }

  /** Latin 1 maps every byte to a character: nothing a guest prints can fail to decode. */
  private void emit() {
    String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
    long at = start;
    length = 0;
    start = position;
    sink.line(clean(text), at);
  }

  /** Without carriage returns and terminal escapes. */
  private static String clean(String text) {
    if (text.indexOf('\r') < 0 && text.indexOf('\033') < 0) {
      return text;
    }
    return text.replaceAll("\033\\[[0-9;?]*[A-Za-z]", "").replace("\r", "");
  }
}
