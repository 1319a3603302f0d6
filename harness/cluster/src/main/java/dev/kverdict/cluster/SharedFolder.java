package dev.kverdict.cluster;

import dev.kverdict.HostIo;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.text.Printable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The directory that this machine and all nodes see at the same path. What is in it decides which
 * shards are whole; a scheduler only says which tasks are still to come.
 *
 * <pre>
 * plan/            what kverdict plan wrote
 * task.sh          what each task runs
 * attempts/3/      the attempts at shard 3: a directory each, and beside it .node, .log, .code
 * whole/3          the directory of shard 3, put here by a rename when it was whole
 * merge.sh         what judges at the end, if nobody waits
 * </pre>
 *
 * @param path an absolute path
 */
record SharedFolder(Path path) {

  private static final String CODE = ".code";
  private static final String LOG = ".log";
  private static final String NODE = ".node";
  private static final int TAIL = 4096;

  /** Makes the directories in which tasks write. */
  SharedFolder prepared() {
    HostIo.run(
        "cannot make directories in " + path,
        () -> {
          Files.createDirectories(path.resolve("attempts"));
          Files.createDirectories(path.resolve("whole"));
        });
    return this;
  }

  /** Returns the plan's directory. */
  Path plan() {
    return path.resolve("plan");
  }

  /** Writes a script and returns its path. */
  Path script(String name, String text) {
    Path file = path.resolve(name);
    HostIo.run("cannot write " + file, () -> AtomicFiles.write(file, text));
    return file;
  }

  /** Returns where a shard's directory is when it is whole. */
  Path whole(int shard) {
    return path.resolve("whole").resolve(Integer.toString(shard));
  }

  /** Returns whether a shard is whole. */
  boolean isWhole(int shard) {
    return Files.isDirectory(whole(shard), LinkOption.NOFOLLOW_LINKS);
  }

  private Path attempts(int shard) {
    return path.resolve("attempts").resolve(Integer.toString(shard));
  }

  /**
   * Returns the newest attempt at a shard.
   *
   * @param prefix what its name begins with
   */
  Optional<String> newest(int shard, String prefix) {
    String newest = null;
    FileTime time = FileTime.fromMillis(Long.MIN_VALUE);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(attempts(shard), "*" + NODE)) {
      for (Path file : all) {
        String name = String.valueOf(file.getFileName());
        FileTime written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        if (name.startsWith(prefix) && written.compareTo(time) >= 0) {
          newest = name.substring(0, name.length() - NODE.length());
          time = written;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Not there, or not yet: there is no attempt to be seen.
    }
    return Optional.ofNullable(newest);
  }

  /** Returns the exit code of an attempt; empty if it left none. */
  OptionalInt code(int shard, String attempt) {
    try {
      String text = tail(attempts(shard).resolve(attempt + CODE)).strip();
      return text.matches("[0-9]{1,3}")
          ? OptionalInt.of(Integer.parseInt(text))
          : OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /** Returns whether any attempt at any of these shards has begun. */
  boolean anyBegun(List<Shard> shards) {
    return shards.stream().anyMatch(shard -> newest(shard.number(), "").isPresent());
  }

  /** Returns whether nothing more can be written to it. */
  boolean isFull() {
    try {
      return Files.getFileStore(path).getUsableSpace() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the last line that an attempt printed, made safe to show. */
  Optional<String> lastLine(int shard, String attempt) {
    try {
      List<String> lines =
          tail(attempts(shard).resolve(attempt + LOG))
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(Printable.line(lines.get(lines.size() - 1)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the end of a file, of which a task may have written any number of bytes. */
  private static String tail(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(file.toString());
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(Math.max(0, in.length() - TAIL));
      byte[] bytes = new byte[TAIL];
      int read = Math.max(0, in.read(bytes));
      return new String(bytes, 0, read, StandardCharsets.UTF_8);
    }
  }
}
