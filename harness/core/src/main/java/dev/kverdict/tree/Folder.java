package dev.kverdict.tree;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A directory of somebody else, of which nothing is written and no link is followed. It is known by
 * the contents of its files: their paths, bytes and whether they are executable, and where links
 * lead. Empty directories do not count.
 */
public final class Folder {

  /** Linux 6.12 has 87,000 files. */
  private static final int MOST_FILES = 1_000_000;

  /** A tree of Linux has 1.5 GB, a distribution's modules with debug information several. */
  private static final long MOST_BYTES = 16L << 30;

  /**
   * Files that changed so shortly ago are hashed each time: a further change could leave the same
   * time.
   */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private static final int RECIPE = 1;
  private static final String DIGEST = "digest";

  private final String where;
  private final Path root;
  private final List<Part> parts;

  /**
   * A file or a link.
   *
   * @param path its path below the root
   * @param link where it leads, or null for a file
   * @param changed when it changed last, its name and rights included
   * @param stamp what changes whenever the file does
   */
  private record Part(
      Path path, @Nullable Path link, boolean executable, Instant changed, String stamp) {}

  private Folder(String where, Path root, List<Part> parts) {
    this.where = where;
    this.root = root;
    this.parts = parts;
  }

  /**
   * Looks at a directory.
   *
   * @param where what errors call it
   * @param leftOut tells of a path below it whether it does not count
   * @throws UserError if it is none, cannot be read, or has what is neither file nor link
   */
  public static Folder read(String where, Path directory, Predicate<Path> leftOut) {
    if (!Files.isDirectory(directory)) {
      throw new UserError(where, "there is no such directory", "correct the path");
    }
    Path root = HostIo.get("cannot find " + directory, directory::toRealPath);
    Walk walk = new Walk(where, root, leftOut);
    HostIo.run("cannot read " + directory, () -> Files.walkFileTree(root, walk));
    walk.parts.sort(Comparator.comparing(part -> part.path().toString()));
    return new Folder(where, root, walk.parts);
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final String where;
    private final Path root;
    private final Predicate<Path> leftOut;
    private final List<Part> parts = new ArrayList<>();
    private long bytes;

    Walk(String where, Path root, Predicate<Path> leftOut) {
      this.where = where;
      this.root = root;
      this.leftOut = leftOut;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return !directory.equals(root) && leftOut.test(root.relativize(directory))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Path path = root.relativize(file);
      if (leftOut.test(path)) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.isOther()) {
        throw error(path, "is neither a file nor a link", "remove it");
      }
      if (attributes.isRegularFile() && !Files.isReadable(file)) {
        throw error(path, "cannot be read", "allow it: chmod a+r");
      }
      bytes += attributes.size();
      if (parts.size() == MOST_FILES || bytes > MOST_BYTES) {
        throw new UserError(
            where,
            "has more than %d files or %d GiB".formatted(MOST_FILES, MOST_BYTES >> 30),
            "name the directory itself, not one above it");
      }
      parts.add(part(file, path, attributes));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      throw error(root.relativize(file), "cannot be read", "allow it: chmod -R a+rX");
    }

    private UserError error(Path path, String what, String remedy) {
      return new UserError(where, Printable.line(path.toString()) + " " + what, remedy);
    }

    private static Part part(Path file, Path path, BasicFileAttributes attributes)
        throws IOException {
      Map<String, Object> more =
          Files.readAttributes(file, "unix:ctime,ino,dev,mode", LinkOption.NOFOLLOW_LINKS);
      FileTime changed = (FileTime) Objects.requireNonNull(more.get("ctime"));
      boolean executable = ((Integer) Objects.requireNonNull(more.get("mode")) & 0111) != 0;
      String stamp =
          "%d %s %s %s %s %s"
              .formatted(
                  attributes.size(),
                  attributes.lastModifiedTime(),
                  changed,
                  more.get("dev"),
                  more.get("ino"),
                  more.get("mode"));
      return new Part(
          path,
          attributes.isSymbolicLink() ? Files.readSymbolicLink(file) : null,
          executable && attributes.isRegularFile(),
          changed.toInstant(),
          stamp);
    }
  }

  /** Returns the SHA-256 of its contents; the store knows that of files which did not change. */
  public String digest(Store store) {
    Instant now = Instant.now();
    MessageDigest stamps = Digests.sha256();
    add(stamps, root.toString());
    parts.forEach(part -> add(stamps, part.path() + " " + part.stamp()));
    Key key = Key.of("folder", RECIPE, Digests.hex(stamps));
    Optional<Entry> known = store.find(key);
    if (known.isPresent()) {
      try (Entry entry = known.get()) {
        Path file = entry.folder().resolve(DIGEST);
        return HostIo.get("cannot read " + file, () -> Files.readString(file));
      }
    }
    MessageDigest digest = Digests.sha256();
    parts.forEach(
        part ->
            add(
                digest,
                part.link() == null ? Digests.ofFile(root.resolve(part.path())) : "",
                part));
    String contents = Digests.hex(digest);
    if (parts.stream().allMatch(part -> part.changed().isBefore(now.minus(SETTLED)))) {
      store.obtain(key, entry -> Files.writeString(entry.resolve(DIGEST), contents)).close();
    }
    return contents;
  }

  private static void add(MessageDigest digest, String contents, Part part) {
    String kind = part.executable() ? "program " : "file ";
    add(digest, part.path().toString());
    add(digest, part.link() == null ? kind + contents : "link " + part.link());
  }

  /** No path has a null character, so that nothing else reads the same. */
  private static void add(MessageDigest digest, String text) {
    digest.update((text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Copies everything into an empty directory.
   *
   * @param expected the digest of the contents
   * @throws UserError if they are others by now
   */
  public void copy(Path target, String expected) throws IOException {
    MessageDigest digest = Digests.sha256();
    for (Part part : parts) {
      Path to = target.resolve(part.path().toString());
      Files.createDirectories(Objects.requireNonNull(to.getParent(), "a file's directory"));
      if (part.link() == null) {
        add(digest, copy(root.resolve(part.path()), to, part.executable()), part);
      } else {
        Files.createSymbolicLink(to, part.link());
        add(digest, "", part);
      }
    }
    if (!Digests.hex(digest).equals(expected)) {
      throw new UserError(
          where, "changed while it was read", "start again when nothing writes to it");
    }
  }

  private static String copy(Path from, Path to, boolean executable) throws IOException {
    MessageDigest digest = Digests.sha256();
    try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS);
        OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
      in.transferTo(out);
    }
    Files.setPosixFilePermissions(
        to, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    return Digests.hex(digest);
  }
}
