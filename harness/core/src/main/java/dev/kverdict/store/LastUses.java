package dev.kverdict.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Times of uses, of which a later one is the later time whatever the host's clock says: one that
 * was set back would otherwise make what is used now look older than what was used long ago. The
 * time of a file is the last that was given; it counts up from there until the clock is past it.
 *
 * @param file the file, which need not exist
 * @param clock the host's clock
 */
record LastUses(Path file, InstantSource clock) {

  /** File systems may have times in units of this size. */
  private static final Duration STEP = Duration.ofMillis(1);

  /** Returns a time after all others; two processes at once may get the same. */
  FileTime next() throws IOException {
    Instant now = clock.instant();
    Instant after = last().plus(STEP);
    FileTime time = FileTime.from(after.isAfter(now) ? after : now);
    set(time);
    return time;
  }

  /** Sees to it that the next time is after this one, which came from elsewhere. */
  void atLeast(FileTime time) throws IOException {
    if (time.toInstant().isAfter(last())) {
      set(time);
    }
  }

  private Instant last() throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }

  private void set(FileTime time) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    Files.setLastModifiedTime(file, time);
  }
}
