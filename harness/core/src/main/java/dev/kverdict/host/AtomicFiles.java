package dev.kverdict.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/** Writes files atomically: a reader sees all of the new content or none of it. */
public final class AtomicFiles {

  private AtomicFiles() {}

  /** Replaces a file with a text in UTF-8, by way of a rename. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces a file with bytes, by way of a rename. */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path directory =
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file's directory");
    // Not createTempFile, whose files are private: programs of another user read some of these.
    Path temporary =
        Files.createFile(directory.resolve("." + file.getFileName() + "." + UUID.randomUUID()));
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Removes a file or a directory tree; symbolic links are removed, never followed. */
  public static void delete(Path root) throws IOException {
    Removal.of(root);
  }
}
