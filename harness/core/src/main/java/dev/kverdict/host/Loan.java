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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a program writes, given to its user while it runs. No link is followed, and a file with
 * several names is never given away: it may be the store's as well.
 */
final class Loan implements AutoCloseable {

  private static final int ROOT = 0;

  /** To be written by others, or to be run as its owner. */
  private static final int UNWANTED = 07022;

  private static final int WANTED = 0755;

  private final CageUser user;
  private final List<Path> lent;
  private final AtomicBoolean open = new AtomicBoolean(true);

  private Loan(CageUser user, List<Path> lent) {
    this.user = user;
    this.lent = lent;
  }

  /** Lends files and folders with what is in them. */
  static Loan of(CageUser user, List<Path> writes) {
    Loan loan = new Loan(user, writes);
    loan.each(
        (file, is) -> {
          if (is.uid() == ROOT && (is.folder() || is.names() == 1)) {
            loan.give(file, user.uid(), user.gid());
          }
        });
    return loan;
  }

  /** Takes everything back, with what was made; nobody else may write to any of it afterwards. */
  @Override
  public void close() {
    if (!open.compareAndSet(true, false)) {
      return;
    }
    each(
        (file, is) -> {
          if (is.uid() == user.uid()) {
            give(file, ROOT, ROOT);
            // Of other kinds a pipe, which Java would have to open; none of them is kept.
            if ((is.file() || is.folder()) && (is.mode() & UNWANTED) != 0) {
              Files.setAttribute(file, "unix:mode", is.mode() & WANTED, LinkOption.NOFOLLOW_LINKS);
            }
          }
        });
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

  private interface Look {
    void at(Path file, Inode is) throws IOException;
  }

  private void give(Path file, int uid, int gid) throws IOException {
    Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
  }

  private void each(Look look) {
    for (Path root : lent) {
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
              public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                  throws IOException {
                look.at(file, Inode.of(file));
                return FileVisitResult.CONTINUE;
              }
            });
      } catch (IOException e) {
        throw new InfraError("cannot give " + root + " to another user: " + e.getMessage(), e);
      }
    }
  }

  /** PATH_MAX (limits.h), with the byte that ends it. */
  private static boolean isTooLong(Path file) {
    return file.toString().getBytes(StandardCharsets.UTF_8).length >= 4096;
  }
}
