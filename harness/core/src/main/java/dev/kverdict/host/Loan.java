package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
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
        (file, attributes) -> {
          boolean ours = attributes.get("uid").equals(ROOT);
          boolean folder = Boolean.TRUE.equals(attributes.get("isDirectory"));
          if (ours && (folder || attributes.get("nlink").equals(1))) {
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
        (file, attributes) -> {
          if (attributes.get("uid").equals(user.uid())) {
            give(file, ROOT, ROOT);
            int mode = (Integer) attributes.get("mode");
            // Of other kinds a pipe, which Java would have to open; none of them is kept.
            boolean kept =
                Boolean.TRUE.equals(attributes.get("isRegularFile"))
                    || Boolean.TRUE.equals(attributes.get("isDirectory"));
            if (kept && (mode & UNWANTED) != 0) {
              Files.setAttribute(file, "unix:mode", mode & WANTED, LinkOption.NOFOLLOW_LINKS);
            }
          }
        });
  }

  private interface Look {
    void at(Path file, Map<String, Object> attributes) throws IOException;
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
                if (e instanceof NoSuchFileException) {
                  return FileVisitResult.CONTINUE; // its owner removed it meanwhile
                }
                throw e;
              }

              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                  throws IOException {
                look.at(
                    file,
                    Files.readAttributes(
                        file,
                        "unix:uid,nlink,mode,isDirectory,isRegularFile",
                        LinkOption.NOFOLLOW_LINKS));
                return FileVisitResult.CONTINUE;
              }
            });
      } catch (IOException e) {
        throw new InfraError("cannot give " + root + " to another user: " + e.getMessage(), e);
      }
    }
  }
}
