package dev.kverdict.sketch;

import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.model.FileSystem;
import dev.kverdict.tree.TreeState;
import dev.kverdict.yaml.TryCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The disk of a reproducer that is tried.
 *
 * @param made the file system to make on it, or null
 * @param file its file, or null
 * @param mount the file system to mount, or null for none
 */
public record SketchedDisk(@Nullable FileSystem made, @Nullable Path file, @Nullable String mount) {

  private static final String FILE = "disk";

  /**
   * Reads what {@code --image} and {@code --mount} say.
   *
   * @throws UserError if that cannot be a disk
   */
  public static @Nullable SketchedDisk of(@Nullable String image, @Nullable String mount) {
    if (image == null) {
      if (mount != null) {
        throw new UserError("--mount " + mount, "there is nothing to mount", "name an --image");
      }
      return null;
    }
    Optional<FileSystem> made = FileSystem.of(image);
    if (made.isPresent()) {
      if (mount != null && !mount.equals(image)) {
        throw new UserError("--mount " + mount, "the image has " + image, "leave out --mount");
      }
      return new SketchedDisk(made.get(), null, image);
    }
    Path file = Path.of(image).toAbsolutePath().normalize();
    Optional<String> objection = UserFiles.objection(file);
    if (objection.isPresent()) {
      throw new UserError(
          "--image " + image,
          objection.get(),
          "name a disk image, or one of "
              + Stream.of(FileSystem.values())
                  .map(FileSystem::type)
                  .collect(Collectors.joining(", ")));
    }
    if (mount != null && !mount.matches("[a-z0-9_]{1,30}")) {
      throw new UserError("--mount " + mount, "is no file system", "write it as mount -t does");
    }
    return new SketchedDisk(null, file, mount);
  }

  /** Returns the name that its file has beside a case which is kept. */
  String fileName() {
    return file == null ? FILE : String.valueOf(file.getFileName());
  }

  /** Returns it as part of a case, whose files are in its own directory. */
  public TryCase.Image part() {
    return made == null
        ? new TryCase.Image(FILE, null, "./" + FILE, mount)
        : new TryCase.Image(made.type(), made.type(), null, null);
  }

  /**
   * Puts its file into a directory: another name for it if that is possible, else a copy. Another
   * name would be a change to a file of the tree.
   */
  void write(Path directory, TreeState tree) throws IOException {
    if (file == null) {
      return;
    }
    Path to = directory.resolve(FILE);
    if (tree.has(file.toRealPath())) {
      Files.copy(file, to);
      return;
    }
    try {
      Files.createLink(to, file.toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, to); // another file system, or somebody else's file
    }
  }

  /** Returns it for a person. */
  public String described() {
    return made == null
        ? "the disk " + file + (mount == null ? ", not mounted" : ", mounted as " + mount)
        : "a new " + made.type();
  }
}
