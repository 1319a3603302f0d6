package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.Compression;
import dev.kverdict.host.Lane;
import dev.kverdict.host.RunningProgram;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A log, unpacked if it is compressed. Decoders run in the cage, as for images, because they read
 * what others wrote.
 */
final class LogFile implements AutoCloseable {

  /** Names standard input. */
  static final String STDIN = "-";

  /** How long a decoder may take to end after its output did. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final InputStream raw;
  private final Optional<RunningProgram> decoder;

  private LogFile(String name, InputStream raw, Optional<RunningProgram> decoder) {
    this.name = name;
    this.raw = raw;
    this.decoder = decoder;
  }

  /**
   * Opens a log.
   *
   * @throws UserError if it cannot be read, or its decoder is not installed
   */
  static LogFile open(Lane lane, String file) {
    String name = name(file);
    try {
      InputStream raw =
          new BufferedInputStream(file.equals(STDIN) ? System.in : UserFiles.open(Path.of(file)));
      raw.mark(Compression.HEAD);
      byte[] head = raw.readNBytes(Compression.HEAD);
      raw.reset();
      return new LogFile(
          name, raw, Compression.of(head).map(packed -> unpacking(lane, name, packed, raw)));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static RunningProgram unpacking(
      Lane lane, String name, Compression packed, InputStream raw) {
    String tool = packed.decoder().get(0);
    if (!lane.run(Command.asking("sh", "-c", "command -v \"$1\"", "sh", tool)).ok()) {
      throw new UserError(
          name,
          "needs " + tool + ", which is not installed",
          "install Debian's package: apt-get install " + packed.debianPackage());
    }
    RunningProgram program =
        lane.converse(
            Command.of(Path.of("").toAbsolutePath(), packed.decoder().toArray(String[]::new)));
    Thread feeder = new Thread(() -> feed(raw, program), "feeds " + tool);
    feeder.setDaemon(true);
    feeder.start();
    return program;
  }

  private static void feed(InputStream raw, RunningProgram program) {
    try (OutputStream input = program.input()) {
      raw.transferTo(input);
    } catch (IOException e) {
      // The decoder ended early, and its exit code says why; or the log cannot be read, and the
      // decoder says that it is cut.
    }
  }

  /** Returns the log. */
  InputStream content() {
    return decoder.map(RunningProgram::output).orElse(raw);
  }

  /**
   * Requires that all of the log was read.
   *
   * @throws UserError if it could not be unpacked to its end
   */
  void requireWhole() {
    if (decoder.isPresent() && decoder.get().await(LIMIT).orElse(-1) != 0) {
      throw new UserError(
          name,
          "cannot be unpacked to its end; what it holds was read up to there",
          "if it is cut short or damaged, get it again");
    }
  }

  /** Returns what a log is called. */
  static String name(String file) {
    return file.equals(STDIN) ? "standard input" : file;
  }

  static UserError unreadable(String file, IOException failure) {
    return UserError.unreadable(name(file), failure, "name a console log, or - for standard input");
  }

  @Override
  public void close() throws IOException {
    decoder.ifPresent(RunningProgram::close);
    raw.close();
  }
}
