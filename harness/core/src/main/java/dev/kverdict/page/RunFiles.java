package dev.kverdict.page;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a run. The directory may come from somebody else: nothing outside of it is read, and
 * no file is read whole unless it is small.
 *
 * @param root the directory of the run
 */
record RunFiles(Path root) {

  /** Returns a file or directory; empty if there is none, or a link leads out of the run. */
  Optional<Path> find(String relative) {
    try {
      Path found = root.resolve(relative).toRealPath();
      return found.startsWith(root.toRealPath()) ? Optional.of(found) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Returns a regular file; empty if there is none, or it has more than {@code most} bytes. */
  Optional<Path> small(String relative, long most) {
    return find(relative).filter(file -> Files.isRegularFile(file) && size(file) <= most);
  }

  /** Returns the names in a directory, sorted; none if there is no such directory. */
  List<String> names(String relative) {
    Optional<Path> directory = find(relative).filter(Files::isDirectory);
    if (directory.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory.get())) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Returns the size of a file in bytes; 0 if it cannot be told. */
  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Returns a part of a file.
   *
   * @return fewer than {@code length} bytes at its end
   */
  static byte[] part(Path file, long from, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer part = ByteBuffer.allocate((int) Math.min(length, channel.size()));
      int read = 0;
      while (part.hasRemaining() && read >= 0) {
        read = channel.read(part, from + part.position());
      }
      byte[] bytes = new byte[part.position()];
      part.flip().get(bytes);
      return bytes;
    }
  }

  /** Returns a link to a file of the run, for a page in the run's directory. */
  static String link(String relative) {
    try {
      // The dot: a name with a colon would be an address of its own.
      return new URI(null, null, "./" + relative, null).toASCIIString();
    } catch (URISyntaxException e) {
      return "./";
    }
  }
}
