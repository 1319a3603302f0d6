package dev.kverdict.host;

import dev.kverdict.HostIo;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Removes a directory that a hostile program may have filled. Works through directory descriptors
 * (openat(2)), not paths, so that a directory replaced by a link meanwhile is not followed, and one
 * nested deeper than PATH_MAX is still found. A directory that its owner may not enter is made
 * accessible.
 */
final class Removal {

  /** Each level keeps a descriptor open and a path; deeper directories are moved up first. */
  private static final int MOST_LEVELS = 12;

  private final Path root;
  private boolean moved;

  private Removal(Path root) {
    this.root = root;
  }

  static void of(Path root) throws IOException {
    Removal removal = new Removal(root);
    try {
      if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
        do {
          removal.moved = false;
          removal.emptyRoot();
        } while (removal.moved);
      }
      Files.deleteIfExists(root);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void emptyRoot() throws IOException {
    Path above =
        Objects.requireNonNull(
            root.toAbsolutePath().getParent(), "the root directory cannot be removed");
    try (DirectoryStream<Path> outer = Files.newDirectoryStream(above);
        SecureDirectoryStream<Path> top = enter(secure(outer), root)) {
      empty(top, root, top, 0);
    }
  }

  private void empty(
      SecureDirectoryStream<Path> directory, Path path, SecureDirectoryStream<Path> top, int level)
      throws IOException {
    for (Path entry : directory) {
      Path name = entry.getFileName();
      Path inside = path.resolve(name);
      try {
        boolean[] inner = {false};
        allowed(path, () -> inner[0] = isDirectory(directory, name));
        if (!inner[0]) {
          allowed(path, () -> directory.deleteFile(name));
        } else if (level == MOST_LEVELS) {
          Path free = Path.of(UUID.randomUUID().toString());
          // Moving a directory writes to it, because its ".." changes.
          allowed(path, () -> allowed(inside, () -> directory.move(name, top, free)));
          moved = true;
        } else {
          try (SecureDirectoryStream<Path> deeper = enter(directory, inside)) {
            empty(deeper, inside, top, level + 1);
          }
          allowed(path, () -> directory.deleteDirectory(name));
        }
      } catch (NoSuchFileException e) {
        // Another process removes it, too.
      }
    }
  }

  private static boolean isDirectory(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    return directory
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  /** Takes a step; if denied, makes the directory accessible to its owner and tries again. */
  private static void allowed(Path directory, HostIo.Action step) throws IOException {
    try {
      step.run();
    } catch (AccessDeniedException e) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      step.run();
    }
  }

  private static SecureDirectoryStream<Path> enter(SecureDirectoryStream<Path> in, Path directory)
      throws IOException {
    List<SecureDirectoryStream<Path>> entered = new ArrayList<>();
    Path name = directory.getFileName();
    allowed(directory, () -> entered.add(in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)));
    return entered.get(0);
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IllegalStateException("Linux has openat(2)");
  }
}
