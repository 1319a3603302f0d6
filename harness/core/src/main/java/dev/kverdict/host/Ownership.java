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
 * What programs write, given to the user they run as while they run, when we are root and that is
 * another one. No link is followed, and a file with several names is never given away: it may be
 * the store's as well. What several programs share comes back after the last of them.
 */
public final class Ownership {

  private static final int ROOT = 0;

  /** To be written by others, or to be run as its owner. */
  private static final int UNWANTED = 07022;

  private static final int WANTED = 0755;

  private final int uid;
  private final int gid;

  /** Of programs that run. */
  private final List<Path> lent = new ArrayList<>();

  /** Of programs that ended, while another has them, or what lies in or around them. */
  private final List<Path> late = new ArrayList<>();

  private Ownership(int uid, int gid) {
    this.uid = uid;
    this.gid = gid;
  }

  /** Ownership to a user of another number than ours. */
  public static Ownership to(int uid, int gid) {
    if (uid <= ROOT) {
      throw new IllegalArgumentException("no other user: " + uid);
    }
    return new Ownership(uid, gid);
  }

  /** For programs that run as we do: nothing changes hands. */
  public static Ownership none() {
    return new Ownership(ROOT, ROOT);
  }

  /** Files and folders that a program has; closed when it has ended. */
  public final class Loan implements AutoCloseable {
    private final List<Path> paths;
    private boolean open = true;

    private Loan(List<Path> paths) {
      this.paths = paths;
    }

    /**
     * Takes everything back, with what was made, as far as nobody else has it; nobody else may
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
   * Lends files and folders with what is in them; what is not there is nobody's concern.
   *
   * @throws InfraError when one cannot be given away
   */
  public synchronized Loan lend(Collection<Path> writes) {
    List<Path> paths = uid == ROOT ? List.of() : writes.stream().map(Ownership::real).toList();
    lent.addAll(paths);
    Loan loan = new Loan(paths);
    boolean given = false;
    try {
      for (Path path : paths) {
        each(path, this::give);
      }
      given = true;
      return loan;
    } finally {
      if (!given) {
        loan.close();
      }
    }
  }

  private void takeBack(List<Path> paths) {
    paths.forEach(lent::remove);
    late.addAll(paths);
    List<Path> free = late.stream().distinct().filter(path -> !inUse(path)).toList();
    late.removeAll(free);
    for (Path path : free) {
      each(path, this::takeBack);
    }
  }

  private boolean inUse(Path path) {
    return lent.stream().anyMatch(other -> other.startsWith(path) || path.startsWith(other));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize(); // not made yet
    }
  }

  private void give(Path file, Inode is) throws IOException {
    if (is.uid() == ROOT && (is.folder() || is.names() == 1)) {
      own(file, uid, gid);
    }
  }

  private void takeBack(Path file, Inode is) throws IOException {
    if (is.uid() == uid) {
      own(file, ROOT, ROOT);
      // Of other kinds a pipe, which Java would have to open; none of them is kept.
      if ((is.file() || is.folder()) && (is.mode() & UNWANTED) != 0) {
        Files.setAttribute(file, "unix:mode", is.mode() & WANTED, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static void own(Path file, int uid, int gid) throws IOException {
    Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
  }

  /** What is known of a file; of a link itself, not of what it leads to. */
  private record Inode(int uid, int names, int mode, boolean folder, boolean file) {

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

  /** PATH_MAX (limits.h), with the byte that ends it. */
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
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a)
                throws IOException {
              return visitFile(folder, a);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException || isTooLong(file)) {
                // Removed by its owner meanwhile; or nobody can name it who would use it.
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
      throw new InfraError("cannot give " + root + " to another user: " + e.getMessage(), e);
    }
  }
}
