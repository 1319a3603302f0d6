package dev.kverdict.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.kverdict.InfraError;
import dev.kverdict.host.EscapedText;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A log file of bounded size, with one event per line: time, level, thread, logger and message.
 * Lines of a stack trace begin with a tab; events never do.
 */
final class RunLogFile extends AppenderBase<ILoggingEvent> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** The characters of a line that are kept; the output of commands has been cut before. */
  private static final int LINE = 10_000;

  private final Path path;
  private long room;
  private @Nullable OutputStream file;

  /**
   * @param most the most bytes that are written, apart from a last line that says so
   */
  RunLogFile(Path path, long most) {
    this.path = path;
    this.room = most;
  }

  @Override
  public void start() {
    try {
      // Not a channel, which closes for all threads when a writing one is interrupted.
      file = new FileOutputStream(path.toFile());
    } catch (IOException e) {
      throw new InfraError("cannot write " + path + ": " + e.getMessage(), e);
    }
    super.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    byte[] text = text(event).getBytes(StandardCharsets.US_ASCII);
    if (room < 0) {
      return;
    }
    room -= text.length;
    String full = TIME.format(Instant.now()) + " this log is full; nothing more is written\n";
    write(room < 0 ? full.getBytes(StandardCharsets.US_ASCII) : text);
  }

  private void write(byte[] text) {
    OutputStream open = file;
    if (open != null) {
      try {
        open.write(text);
      } catch (IOException e) {
        addError("cannot write " + path, e); // no reason to end a run
      }
    }
  }

  private static String text(ILoggingEvent event) {
    StringBuilder text = new StringBuilder();
    text.append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
    text.append(" %-5s [%s] ".formatted(event.getLevel(), line(event.getThreadName())));
    String logger = event.getLoggerName();
    text.append(line(logger.substring(logger.lastIndexOf('.') + 1))).append(": ");
    text.append(line(event.getFormattedMessage())).append('\n');
    IThrowableProxy error = event.getThrowableProxy();
    if (error != null) {
      ThrowableProxyUtil.asString(error)
          .lines()
          .forEach(frame -> text.append('\t').append(line(frame.strip())).append('\n'));
    }
    return text.toString();
  }

  private static String line(@Nullable String text) {
    return EscapedText.of(String.valueOf(text), LINE);
  }

  @Override
  public void stop() {
    super.stop();
    OutputStream open = file;
    file = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        addError("cannot close " + path, e);
      }
    }
  }
}
