package dev.kverdict;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Files that a person names. What they are shows only while they are read: a pipe and a device have
 * no size that could be asked for.
 */
public final class UserFiles {

  /** How long the program at the other end of a pipe may take to open it. */
  private static final Duration OTHER_END = Duration.ofSeconds(10);

  private UserFiles() {}

  /**
   * Opens a file to read it. A pipe may be one, but not one that nobody writes to, which the system
   * would wait for without end.
   *
   * @throws IOException if it cannot be opened
   */
  public static InputStream open(Path file) throws IOException {
    return open(file, OTHER_END);
  }

  static InputStream open(Path file, Duration limit) throws IOException {
    if (!Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
      return Files.newInputStream(file);
    }
    // Files.newInputStream asks a pipe for its position when a buffer asks it for what is there.
    FutureTask<InputStream> opening = new FutureTask<>(() -> new FileInputStream(file.toFile()));
    Thread opener = new Thread(opening, "opens a pipe");
    // It cannot be called back, and ends with the process.
    opener.setDaemon(true);
    opener.start();
    try {
      return opening.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new FileSystemException(file.toString(), null, "it is a pipe that nobody writes to");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Returns what keeps a path from being a file to read; empty if nothing does. */
  public static Optional<String> objection(Path file) {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      if (is.isDirectory()) {
        return Optional.of("is a directory");
      }
      if (is.isOther()) {
        return Optional.of("is a pipe or a device, not a file");
      }
      return Files.isReadable(file) ? Optional.empty() : Optional.of("this user may not read it");
    } catch (IOException e) {
      Optional<Path> notDirectory = HostIo.fileOnTheWay(file);
      if (notDirectory.isPresent()) {
        return Optional.of("there is no such file: " + notDirectory.get() + " is no directory");
      }
      return Optional.of(
          e instanceof NoSuchFileException
              ? "there is no such file"
              : "cannot be read: " + HostIo.why(e));
    }
  }

  /**
   * Returns a file's bytes.
   *
   * @param most the most bytes that it may have
   * @param remedy what to do if it cannot be read
   * @throws UserError if it cannot be read, or is larger
   */
  public static byte[] bytes(Path file, int most, String remedy) {
    return bytes("", file, most, remedy);
  }

  /**
   * Returns a file's bytes.
   *
   * @param option the option that names it, or an empty string
   * @param most the most bytes that it may have
   * @param remedy what to do if it cannot be read
   * @throws UserError if it cannot be read, or is larger
   */
  public static byte[] bytes(String option, Path file, int most, String remedy) {
    String where = option.isEmpty() ? file.toString() : option + " " + file;
    try {
      return read(where, file, most);
    } catch (IOException e) {
      throw UserError.unreadable(where, e, remedy);
    }
  }

  /**
   * Returns a file's text.
   *
   * @param most the most bytes that it may have
   * @param remedy what to do if it cannot be read
   * @throws UserError if it cannot be read, is larger, or is no text in UTF-8
   */
  public static String text(Path file, int most, String remedy) {
    try {
      byte[] bytes = read(file.toString(), file, most);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IOException e) {
      throw UserError.unreadable(file.toString(), e, remedy);
    }
  }

  private static byte[] read(String where, Path file, int most) throws IOException {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new UserError(where, "is larger than " + most + " bytes", "make it smaller");
      }
      return bytes;
    }
  }
}
