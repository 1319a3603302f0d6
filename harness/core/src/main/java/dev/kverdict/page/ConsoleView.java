package dev.kverdict.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows of a console: all of a small one; of a large one its beginning and what is
 * around the crash, or its end if there is none.
 *
 * @param link the link to the file
 * @param size its size in words
 * @param lines its lines
 */
record ConsoleView(String link, String size, List<Line> lines) {

  /** The bytes of a console that is shown whole. */
  static final int WHOLE = 48 << 10;

  private static final int START = 4 << 10;
  private static final int BEFORE = 8 << 10;
  private static final int AFTER = 24 << 10;

  /** Longer than any line of a kernel, in characters. */
  private static final int MOST_LINE = 1000;

  /** What a line is. */
  enum Kind {
    /** Nothing special. */
    PLAIN,
    /** The agent's mark. */
    MARK,
    /** Part of the crash. */
    CRASH,
    /** A remark of ours on what is left out. */
    GAP
  }

  /** A line of a console. */
  record Line(Kind kind, String text) {

    /** Returns the class of the line in the style sheet. */
    String style() {
      return kind.name().toLowerCase(Locale.ROOT);
    }
  }

  ConsoleView {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a console.
   *
   * @param crashAt where the crash begins, in bytes, or null
   * @param crashLines the number of lines of its report
   * @return empty if there is none
   */
  static Optional<ConsoleView> read(
      RunFiles files, String folder, @Nullable Long crashAt, int crashLines) {
    String name = folder + "/console.log";
    Optional<Path> file = files.small(name, Long.MAX_VALUE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    long size = RunFiles.size(file.get());
    Reader reader = new Reader(file.get(), crashAt == null ? -1 : crashAt, crashLines);
    try {
      reader.read(size);
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(new ConsoleView(RunFiles.link(name), Amount.bytes(size), reader.lines));
  }

  /** Returns whether something is left out. */
  boolean cut() {
    return lines.stream().anyMatch(line -> line.kind() == Kind.GAP);
  }

  /** Reads parts of a console, line by line. */
  private static final class Reader {

    private final Path file;
    private final long crashAt;
    private final int crashLines;
    private final List<Line> lines = new ArrayList<>();
    private int inCrash;

    Reader(Path file, long crashAt, int crashLines) {
      this.file = file;
      this.crashAt = crashAt;
      this.crashLines = crashLines;
    }

    void read(long size) throws IOException {
      if (size <= WHOLE) {
        part(0, size);
        return;
      }
      long from = crashAt < 0 ? size - BEFORE - AFTER : Math.max(0, crashAt - BEFORE);
      long to = Math.min(size, from + BEFORE + AFTER);
      if (from <= START) {
        part(0, to);
      } else {
        part(0, START);
        gap(from - START);
        part(from, to);
      }
      if (to < size) {
        gap(size - to);
      }
    }

    private void gap(long bytes) {
      lines.add(new Line(Kind.GAP, Amount.bytes(bytes) + " left out here"));
    }

    private void part(long from, long to) throws IOException {
      byte[] bytes = RunFiles.part(file, from, (int) (to - from));
      int start = 0;
      for (int end = 0; end <= bytes.length; end++) {
        boolean last = end == bytes.length;
        if (last ? end > start : bytes[end] == '\n' || bytes[end] == '\r') {
          if (end > start) {
            line(new String(bytes, start, end - start, StandardCharsets.UTF_8), from + start);
          }
          start = end + 1;
        }
      }
    }

    private void line(String text, long offset) {
      boolean begins = crashAt >= 0 && inCrash == 0 && offset + text.length() > crashAt;
      inCrash = begins ? 1 : inCrash > 0 ? inCrash + 1 : 0;
      Kind kind =
          inCrash > 0 && inCrash <= crashLines
              ? Kind.CRASH
              : text.contains("kverdict: mark ") ? Kind.MARK : Kind.PLAIN;
      lines.add(
          new Line(kind, text.length() > MOST_LINE ? text.substring(0, MOST_LINE) + " ..." : text));
    }
  }
}
