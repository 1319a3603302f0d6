package dev.kverdict.shard;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files of a case, each kept under its digest, so that a machine which has the plan, or the
 * capsule, has the case.
 *
 * @param folder the directory of the plan
 * @param document what lists the files, for errors
 * @param holder what has the files, for errors: {@code plan}
 * @param remedy what to do if one is damaged
 */
public record CaseBundle(Path folder, String document, String holder, String remedy) {

  /** The directory of the files. */
  public static final String FILES = "files";

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /** Creates the bundle of a plan. */
  CaseBundle(Path folder) {
    this(folder, folder.resolve(ShardPlan.NAME).toString(), "plan", "copy the whole plan again");
  }

  /** Returns where the file with a digest lies, if it is there. */
  public Path blob(String digest) {
    return folder.resolve(FILES).resolve(digest);
  }

  /**
   * Packs files of a case.
   *
   * @param root the case's directory
   * @return SHA-256 of each by its path below the root
   */
  public Map<String, String> pack(Path root, List<Path> files) {
    Map<String, String> packed = new TreeMap<>();
    for (Path file : files) {
      HostIo.run(
          "cannot pack " + file,
          () -> {
            Files.createDirectories(folder.resolve(FILES));
            Path copy = Files.createTempFile(folder.resolve(FILES), ".", ".new");
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            String digest = Digests.ofFile(copy); // of the copy: the file may change meanwhile
            Files.move(copy, blob(digest), StandardCopyOption.REPLACE_EXISTING);
            packed.put(root.relativize(file).toString(), digest);
          });
    }
    return packed;
  }

  /**
   * Packs what is in no file of the case.
   *
   * @return its SHA-256
   */
  String pack(byte[] bytes) {
    String digest = Digests.ofBytes(bytes);
    HostIo.run(
        "cannot pack into " + folder,
        () -> {
          Files.createDirectories(folder.resolve(FILES));
          Files.write(blob(digest), bytes);
        });
    return digest;
  }

  /**
   * Reads what is in no file of the case.
   *
   * @param name what it is called, for errors
   * @throws UserError if it is not there, or damaged
   */
  byte[] read(String name, String digest) {
    Path blob = blobOf(name, digest);
    byte[] bytes = HostIo.get("cannot read " + blob, () -> Files.readAllBytes(blob));
    if (!Digests.ofBytes(bytes).equals(digest)) {
      throw damaged(name, "is damaged in the %s's %s".formatted(holder, FILES));
    }
    return bytes;
  }

  /** Returns the file that has a digest, if it is a file and no link. */
  private Path blobOf(String name, String digest) {
    if (!DIGEST.matcher(digest).matches()) {
      throw damaged(name, "is no file of a case");
    }
    Path blob = blob(digest);
    if (!Files.isRegularFile(blob, LinkOption.NOFOLLOW_LINKS)) {
      throw damaged(name, "is missing from the %s's %s".formatted(holder, FILES));
    }
    return blob;
  }

  /**
   * Unpacks a case.
   *
   * @param files SHA-256 by path
   * @param into the directory, which is empty
   * @throws UserError naming a file that is not there, damaged, or would lie elsewhere
   */
  public void unpack(Map<String, String> files, Path into) {
    files.forEach((name, digest) -> unpack(name, digest, into));
  }

  private void unpack(String name, String digest, Path into) {
    Path to = into.resolve(name).normalize();
    if (!to.startsWith(into) || to.equals(into)) {
      throw damaged(name, "is no file of a case");
    }
    Path blob = blobOf(name, digest);
    try {
      Files.createDirectories(Objects.requireNonNull(to.getParent()));
      Files.copy(blob, to);
    } catch (IOException e) {
      throw new InfraError("cannot unpack " + name + ": " + HostIo.why(e), e);
    }
    if (!Digests.ofFile(to).equals(digest)) {
      throw damaged(name, "is damaged in the %s's %s".formatted(holder, FILES));
    }
  }

  private UserError damaged(String name, String what) {
    return new UserError(document, name + " " + what, remedy);
  }
}
