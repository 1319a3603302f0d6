package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * When the harness runs as root, files a program may write are chowned to its unprivileged user
 * while it runs. No link is followed, and a file with several names is never given away, since the
 * store may own one of them. Files shared by several programs are taken back after the last one.
 */
public final class Ownership {

  private static final int ROOT = 0;

  /** Mode bits cleared on return: writable by others, setuid, setgid. */
  private static final int UNWANTED = 07022;

  private static final int WANTED = 0755;

  private final int uid;
  private final int gid;

  /** Paths of running programs. */
  private final List<Path> lent = new ArrayList<>();

  /** Paths of programs that ended, but which another program still uses at least in part. */
  private final List<Path> late = new ArrayList<>();

  private Ownership(int uid, int gid) {
    this.uid = uid;
    this.gid = gid;
  }

  /** Creates an ownership that lends to another user. */
  public static Ownership to(int uid, int gid) {
    if (uid <= ROOT) {
      throw new IllegalArgumentException("not another user: " + uid);
    }
    return new Ownership(uid, gid);
  }

  /** Creates an ownership that changes nothing, for programs that run as the harness does. */
  public static Ownership none() {
    return new Ownership(ROOT, ROOT);
  }

  /** Files and directories lent to a program; close it when the program has ended. */
  public final class Loan implements AutoCloseable {
    private final List<Path> paths;
    private boolean open = true;

    private Loan(List<Path> paths) {
      this.paths = paths;
    }

    /**
     * Takes everything back, new files included, unless another loan covers it; nobody else may
     * write to any of it afterwards.
     */
    @Override
    public void close() {
      synchronized (Ownership.this) {
        if (open) {
          open = false;
          takeBack(paths);
        }
      }
    }
  }

  /**
   * Lends files and directory trees; paths that do not exist are skipped.
   *
   * @throws InfraError if the owner of one cannot be changed
   */
  public synchronized Loan lend(Collection<Path> writes) {
    List<Path> paths = uid == ROOT ? List.of() : writes.stream().map(Ownership::real).toList();
    lent.addAll(paths);
    Loan loan = new Loan(paths);
    try {
      paths.forEach(path -> each(path, this::give));
      return loan;
    } catch (RuntimeException | Error e) {
      loan.close();
      throw e;
    }
  }

  private void takeBack(List<Path> paths) {
    paths.forEach(lent::remove);
    late.addAll(paths);
    List<Path> free = late.stream().distinct().filter(path -> !inUse(path)).toList();
    late.removeAll(free);
    free.forEach(path -> each(path, this::takeBack));
  }

  private boolean inUse(Path path) {
    return lent.stream().anyMatch(other -> other.startsWith(path) || path.startsWith(other));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize(); // does not exist yet
    }
  }

  private void give(Path file, Inode is) throws IOException {
    if (is.uid() == ROOT && (is.directory() || is.names() == 1)) {
      own(file, uid, gid);
    }
  }

  private void takeBack(Path file, Inode is) throws IOException {
    if (is.uid() == uid) {
      own(file, ROOT, ROOT);
      // Not of a pipe, which Java would have to open; the store keeps none of those.
      if ((is.file() || is.directory()) && (is.mode() & UNWANTED) != 0) {
        Files.setAttribute(file, "unix:mode", is.mode() & WANTED, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static void own(Path file, int uid, int gid) throws IOException {
    Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
  }

  /** Attributes of a file; of a link itself, not of its target. */
  private record Inode(int uid, int names, int mode, boolean directory, boolean file) {

    static Inode of(Path path) throws IOException {
      Map<String, Object> all =
          Files.readAttributes(
              path, "unix:uid,nlink,mode,isDirectory,isRegularFile", LinkOption.NOFOLLOW_LINKS);
      return new Inode(
          number(all, "uid"),
          number(all, "nlink"),
          number(all, "mode"),
          Boolean.TRUE.equals(all.get("isDirectory")),
          Boolean.TRUE.equals(all.get("isRegularFile")));
    }

    private static int number(Map<String, Object> all, String name) {
      return (Integer) Objects.requireNonNull(all.get(name), name);
    }
  }

  /** Returns whether a path exceeds PATH_MAX (limits.h), which includes the terminating byte. */
  private static boolean isTooLong(Path file) {
    return file.toString().getBytes(StandardCharsets.UTF_8).length >= 4096;
  }

  private interface Look {
    void at(Path file, Inode is) throws IOException;
  }

  private static void each(Path root, Look look) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes a)
                throws IOException {
              return visitFile(directory, a);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException || isTooLong(file)) {
                // Removed by its owner meanwhile; or its path is too long for anybody to open it.
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
              look.at(file, Inode.of(file));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new InfraError("cannot change the owner of " + root + ": " + e.getMessage(), e);
    }
  }
}
