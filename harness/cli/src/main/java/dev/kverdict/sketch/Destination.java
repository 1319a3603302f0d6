package dev.kverdict.sketch;

import dev.kverdict.UserError;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a new case is written.
 *
 * @param directory its directory, which need not be there yet
 * @param name the name of the case file
 */
public record Destination(Path directory, String name) {

  private static final String CASE = "case.yaml";

  /**
   * Returns the place that a person names.
   *
   * @param out a directory, or a case file by the end of its name; null for a directory that is
   *     named after the case
   * @throws UserError if there is something already, or nothing can be written there
   */
  public static Destination of(@Nullable Path out, String caseName) {
    Path named = out == null ? Path.of(caseName + "-case") : out;
    Path path = named.toAbsolutePath().normalize();
    boolean file = path.toString().matches("(?s).*\\.ya?ml");
    Destination place =
        file
            ? new Destination(
                Objects.requireNonNull(path.getParent()), String.valueOf(path.getFileName()))
            : new Destination(path, CASE);
    if (Files.exists(place.file(), LinkOption.NOFOLLOW_LINKS)) {
      throw CaseFiles.taken(place.file());
    }
    place.requireWritable(named);
    return place;
  }

  private void requireWritable(Path named) {
    Path there = directory;
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = Objects.requireNonNull(there.getParent());
    }
    if (!Files.isDirectory(there)) {
      throw new UserError(
          named.toString(), there + " is no directory", "name another place with --out");
    }
    if (!Files.isWritable(there)) {
      throw new UserError(
          named.toString(),
          "this user may not write into " + there,
          "name another place with --out");
    }
  }

  /** Returns the case file. */
  public Path file() {
    return directory.resolve(name);
  }
}
