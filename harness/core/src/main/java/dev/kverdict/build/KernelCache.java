package dev.kverdict.build;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Compression;
import dev.kverdict.host.Lane;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Kernels, and trees of kernels, that somebody has built already, by the keys of the store. What
 * the cache does not have, or has damaged, is built here: a cache changes how long a run takes, and
 * never what it says.
 */
public final class KernelCache {

  /** The variable that names the place: an absolute path, or an address. */
  public static final String PLACE = "KVERDICT_KERNEL_CACHE";

  /** The variable that lets a run add what it has built: 1. */
  public static final String FILL = "KVERDICT_FILL_KERNEL_CACHE";

  /** A run without a cache. */
  public static final KernelCache NONE = new KernelCache(null, false);

  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final int BLOCK = 1 << 16;

  /** What the account that unpacks it has to be able to read, whatever this user's umask is. */
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  /** Only so many bytes get to tar; one that ends too early is an error. */
  private static final String UNPACK =
      "set -o pipefail; in=$1 most=$2; shift 2; \"$@\" <\"$in\" | head -c \"$most\" | "
          + "tar -x --no-same-owner --no-same-permissions -f -";

  /**
   * Packs a directory, and prints the size of the archive before it is compressed. The times of
   * files in nanoseconds, which make compares, are in archives of this format.
   */
  private static final String PACK =
      "set -o pipefail; out=$1; shift; { tar -c --format=posix --sort=name --owner=0 --group=0 "
          + "--numeric-owner -f - . | tee /dev/fd/3 | \"$@\" >\"$out\"; } 3>&1 | wc -c";

  /** What takes long to make. All else is made from it, or comes from somewhere else. */
  private static final Set<String> STEPS = Set.of("kernel", "kernel-tree");

  private final @Nullable CachePlace place;
  private final boolean fills;
  private final AtomicBoolean failed = new AtomicBoolean();

  KernelCache(@Nullable CachePlace place, boolean fills) {
    this.place = place;
    this.fills = fills;
  }

  /**
   * Returns the cache that the environment names.
   *
   * @throws UserError if it makes no sense
   */
  public static KernelCache of(Map<String, String> env) {
    String text = env.getOrDefault(PLACE, "");
    String fill = env.getOrDefault(FILL, "");
    if (!fill.isEmpty() && !fill.equals("0") && !fill.equals("1")) {
      throw new UserError(FILL + "=" + fill, "is neither 0 nor 1", "set it to 1, or unset it");
    }
    boolean fills = fill.equals("1");
    if (text.isEmpty()) {
      if (fills) {
        throw new UserError(FILL, "there is no cache to fill", "set " + PLACE + ", too");
      }
      return NONE;
    }
    CachePlace place = CachePlace.of(PLACE, text);
    if (fills && !(place instanceof CachePlace.Folder)) {
      throw new UserError(
          FILL,
          "no server is written to: " + text,
          "name the directory that it serves in " + PLACE);
    }
    return new KernelCache(place, fills);
  }

  /**
   * Fills the directory of an entry with what the cache has under its key.
   *
   * @param directory an empty directory, which stays empty if there is nothing
   * @param say is told, in a line for a person, where the entry is from, or why it is not used
   * @return whether the cache had it
   */
  boolean take(Lane lane, Store store, Key key, Path directory, Consumer<String> say) {
    if (place == null || failed.get() || !STEPS.contains(key.step())) {
      return false;
    }
    try (Scratch scratch = store.scratch()) {
      Optional<Pack> found = description(key);
      if (found.isEmpty()) {
        return false;
      }
      Path packed = scratch.folder().resolve("pack");
      fetch(key, found.get(), packed);
      Path into = Files.createDirectory(scratch.folder().resolve("unpacked"));
      unpack(lane, found.get(), packed, into);
      requireOwn(into);
      Files.move(into, directory, StandardCopyOption.ATOMIC_MOVE);
      say.accept("taken from the kernel cache " + place);
      return true;
    } catch (IOException e) {
      say.accept("the kernel cache " + place + " is not used: " + HostIo.why(e));
      // Asked once: a server that does not answer would cost its time limit for each kernel.
      failed.set(place instanceof CachePlace.Address);
      return false;
    }
  }

  private Optional<Pack> description(Key key) throws IOException {
    Optional<InputStream> json = open(key.step() + "/" + key.digest() + ".json");
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = json.get()) {
      return Pack.read(in.readNBytes(Pack.MOST_JSON + 1));
    }
  }

  private Optional<InputStream> open(String name) throws IOException {
    return place == null ? Optional.empty() : place.open(name);
  }

  /** Copies a pack, because nothing else tells that what was checked is what is unpacked. */
  private void fetch(Key key, Pack pack, Path to) throws IOException {
    InputStream opened =
        open(key.step() + "/" + pack.file())
            .orElseThrow(() -> new IOException(key + " is described there, but has no pack"));
    MessageDigest digest = Digests.sha256();
    byte[] block = new byte[BLOCK];
    long left = pack.bytes();
    try (InputStream in = opened;
        OutputStream out = Files.newOutputStream(to)) {
      for (int n = in.read(block); n >= 0 && left >= 0; n = in.read(block)) {
        left -= n;
        digest.update(block, 0, n);
        out.write(block, 0, n);
      }
    }
    Files.setPosixFilePermissions(to, READABLE);
    if (left != 0 || !Digests.hex(digest).equals(pack.sha256())) {
      throw new IOException("the pack of " + key + " is damaged");
    }
  }

  private static void unpack(Lane lane, Pack pack, Path packed, Path into) throws IOException {
    Compression format =
        compression(packed)
            .orElseThrow(() -> new IOException("a pack is not compressed as packs are"));
    List<String> argv = new ArrayList<>(List.of("bash", "-c", UNPACK, "bash"));
    argv.addAll(List.of(packed.toString(), Long.toString(pack.unpacked())));
    argv.addAll(format.decoder());
    CommandResult result =
        lane.run(
            Command.of(into, argv.toArray(String[]::new))
                .reading(packed)
                .writing(into)
                .within(LIMIT));
    if (!result.ok()) {
      throw new IOException("a pack cannot be unpacked: " + result.summary());
    }
  }

  private static Optional<Compression> compression(Path packed) throws IOException {
    try (InputStream in = Files.newInputStream(packed)) {
      return Compression.of(in.readNBytes(Compression.HEAD));
    }
  }

  /** An entry has files, directories, and links to what is in it. */
  private static void requireOwn(Path entry) throws IOException {
    Files.walkFileTree(
        entry,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            boolean own =
                attributes.isSymbolicLink() ? staysIn(entry, file) : attributes.isRegularFile();
            if (!own) {
              throw new IOException("a pack has " + entry.relativize(file) + ", which leads out");
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** By its words, and by where it leads: another link on the way may go up. */
  private static boolean staysIn(Path entry, Path link) throws IOException {
    boolean said = link.resolveSibling(Files.readSymbolicLink(link)).normalize().startsWith(entry);
    return said && (Files.notExists(link) || link.toRealPath().startsWith(entry.toRealPath()));
  }

  /**
   * Adds an entry to a cache that is to be filled and has none under its key. What cannot be added
   * is no error of the run.
   *
   * @param say is told, in a line for a person, what became of it
   */
  void offer(Lane lane, Store store, Entry entry, Consumer<String> say) {
    if (!fills || !(place instanceof CachePlace.Folder folder)) {
      return;
    }
    Key key = entry.key();
    if (!STEPS.contains(key.step())) {
      return;
    }
    Path step = folder.path().resolve(key.step());
    Path description = step.resolve(key.digest() + ".json");
    if (Files.exists(description)) {
      return;
    }
    try (Scratch scratch = store.scratch()) {
      Files.createDirectories(step);
      Path packed = scratch.folder().resolve("pack");
      long size = pack(lane, entry, scratch.folder(), packed);
      String digest = Digests.ofFile(packed);
      Pack pack =
          new Pack(
              Pack.SCHEMA,
              key.digest() + "." + digest.substring(0, 16) + ".tar",
              digest,
              Files.size(packed),
              size);
      publish(packed, step.resolve(pack.file()));
      // Last, so that a cache is whole at any time.
      AtomicFiles.write(description, pack.json());
      say.accept("added to the kernel cache " + place);
    } catch (IOException e) {
      say.accept(notAdded() + HostIo.why(e));
    } catch (InfraError | NumberFormatException e) {
      say.accept(notAdded() + e.getMessage());
    }
  }

  private String notAdded() {
    return "cannot be added to the kernel cache " + place + ": ";
  }

  /** Returns the size of the archive in bytes. */
  private static long pack(Lane lane, Entry entry, Path folder, Path packed) {
    boolean zstd = lane.run(Command.asking("sh", "-c", "command -v zstd")).ok();
    List<String> argv = new ArrayList<>(List.of("bash", "-c", PACK, "bash", packed.toString()));
    argv.addAll(zstd ? List.of("zstd", "-q", "-T0", "-c") : List.of("gzip", "-1", "-c"));
    List<String> printed =
        lane.run(
                Command.of(entry.folder(), argv.toArray(String[]::new))
                    .reading(entry.folder())
                    .writing(folder)
                    .within(LIMIT)
                    .asChore())
            .orThrow("cannot pack a kernel")
            .output();
    return Long.parseLong(printed.get(printed.size() - 1).strip());
  }

  /** Moves a file to another file system, where it appears whole. */
  private static void publish(Path file, Path target) throws IOException {
    Path part = target.resolveSibling("." + UUID.randomUUID());
    try {
      Files.copy(file, part, LinkOption.NOFOLLOW_LINKS);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
