package dev.kverdict.oops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Consoles for tests: the files beside the tests, and text. */
final class Consoles {

  /** Records the calls of a listener, in order. */
  static final class Heard implements OopsListener {
    final List<String> events = new ArrayList<>();
    final List<Long> offsets = new ArrayList<>();
    final List<CrashReport> reports = new ArrayList<>();

    @Override
    public void crashBegan(String header, CrashType type, long offset) {
      events.add("began " + header);
      offsets.add(offset);
    }

    @Override
    public void reportEnded(CrashReport report) {
      events.add("ended " + report.title());
      reports.add(report);
    }
  }

  private Consoles() {}

  static byte[] file(String name) {
    return resource(name + ".log");
  }

  static byte[] resource(String name) {
    try (InputStream in = Consoles.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<CrashReport> read(byte[] console) {
    try {
      return OopsReader.readAll(new ByteArrayInputStream(console));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<CrashReport> read(String... lines) {
    return read((String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  static LogReader.Log log(byte[] log) {
    try {
      return LogReader.read(new ByteArrayInputStream(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> logTitles(String... lines) {
    return log((String.join("\n", lines) + "\n").getBytes(UTF_8)).reports().stream()
        .map(CrashReport::title)
        .toList();
  }

  static List<String> titles(String... lines) {
    return read(lines).stream().map(CrashReport::title).toList();
  }

  static Heard hear(byte[] console) {
    Heard heard = new Heard();
    OopsReader reader = new OopsReader(heard);
    reader.accept(console, 0, console.length);
    reader.end();
    return heard;
  }
}
