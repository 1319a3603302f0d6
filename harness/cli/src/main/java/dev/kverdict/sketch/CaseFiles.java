package dev.kverdict.sketch;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The files that a case names, to be put beside its file. None takes the place of another one. */
final class CaseFiles {

  /** Gives what is in a file. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /**
   * A file.
   *
   * @param from where it is now, or null if it is nowhere
   */
  private record Content(@Nullable Path from, Source source) {

    boolean isAt(Path place) throws IOException {
      return from != null && Files.exists(place) && Files.isSameFile(from, place);
    }
  }

  private final Map<String, Content> files = new LinkedHashMap<>();

  /**
   * Adds a file.
   *
   * @param name its path beside the case
   * @throws UserError if there is one of this name that is another file
   */
  void add(String name, @Nullable Path from, Source source) {
    Content known = files.putIfAbsent(name, new Content(from, source));
    if (known != null && !Objects.equals(known.from(), from)) {
      throw new UserError(
          from == null ? name : from.toString(),
          "is the second file of this name beside the case",
          "rename one of the two");
    }
  }

  /**
   * Requires that all of them can be written into a directory.
   *
   * @throws UserError if one is there already
   */
  void requireRoom(Path directory) {
    files.forEach(
        (name, content) -> {
          Path place = directory.resolve(name);
          boolean taken =
              HostIo.get(
                  "cannot look at " + place,
                  () -> Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !content.isAt(place));
          if (taken) {
            throw taken(place);
          }
        });
  }

  static UserError taken(Path place) {
    return new UserError(place.toString(), "is there already", "name another place with --out");
  }

  /**
   * Writes all of them but those that are there.
   *
   * @throws InfraError if one cannot be written
   */
  void write(Path directory) {
    files.forEach(
        (name, content) -> {
          Path place = directory.resolve(name);
          HostIo.run(
              "cannot write " + place,
              () -> {
                if (!content.isAt(place)) {
                  Files.createDirectories(Objects.requireNonNull(place.getParent()));
                  try (InputStream in = content.source().open()) {
                    Files.copy(in, place);
                  }
                }
              });
        });
  }
}
