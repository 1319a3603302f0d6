package dev.kverdict.image;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ImageSource;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes disk images as plain sparse files, with the file system's own tool and without root, or of
 * files that exist.
 */
public record ImageMaker(Lane lane, Store store) {

  /** Placeholder for the image's path in a command of the matrix. */
  private static final String PLACEHOLDER = "{image}";

  /** Name of the image in its entry. */
  static final String FILE = "image";

  private static final int RECIPE = 1;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int REASON_LINES = 3;

  /** Returns the raw image of an entry. */
  public static Path file(Entry entry) {
    return entry.folder().resolve(FILE);
  }

  /**
   * Returns the image, read-only, made first if it is not in the store.
   *
   * @throws UserError if a tool is missing or fails, or a file is not what the case says
   * @throws dev.kverdict.InfraError if a file cannot be downloaded
   */
  public Entry make(ImageDef def) {
    requireChecker(def);
    ImageFiles files = new ImageFiles(lane, store, Download.USUAL);
    return def.source()
        .match(
            made -> make(def.name(), made),
            existing -> files.obtain(def.name(), existing),
            fetched -> files.obtain(def.name(), fetched));
  }

  /**
   * Requires what looks at an image after a trial.
   *
   * @throws UserError if it is not installed
   */
  public void requireChecker(ImageDef def) {
    ImageDef.Check check = def.check();
    if (check != null) {
      Stream.of(check.replay(), check.run())
          .flatMap(command -> command.stream().limit(1))
          .distinct()
          .forEach(tool -> ImageTools.require(lane, def.name(), tool));
    }
  }

  private Entry make(String name, ImageSource.Made made) {
    String tool = made.command().get(0);
    ImageTools.require(lane, name, tool);
    CommandResult version = lane.run(Command.asking(tool, "-V"));
    Key key =
        Key.of(
            "image",
            RECIPE,
            Long.toString(made.sizeBytes()),
            String.join("\0", made.command()),
            String.join("\n", version.output()) + lane.tools());
    return store.obtain(key, directory -> fill(name, made, directory.resolve(FILE)));
  }

  private void fill(String name, ImageSource.Made made, Path image) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(made.sizeBytes());
    } catch (IOException e) {
      throw new UserError(
          "image " + name,
          "cannot have a size of %d bytes here: %s".formatted(made.sizeBytes(), HostIo.why(e)),
          "correct its size:");
    }
    String[] argv = command(made.command(), image);
    CommandResult result = lane.run(Command.beside(image, argv).writing(image).within(LIMIT));
    if (!result.ok()) {
      throw new UserError(
          "image " + name, failure(result), "fix its make: command, or its options: and size:");
    }
    finish(image);
  }

  /** Returns the first lines, which have the reason; many a tool prints its usage after them. */
  private static String failure(CommandResult result) {
    List<String> lines =
        result.output().stream()
            .map(line -> line.strip().replaceAll("\\s+", " "))
            .filter(line -> !line.isEmpty())
            .takeWhile(line -> !line.matches("(?i)usage\\b.*"))
            .toList();
    return result.timedOut() || lines.isEmpty()
        ? result.summary()
        : result.command().argv().get(0)
            + ": exit code "
            + result.exitCode()
            + ": "
            + String.join(" ", lines.subList(0, Math.min(REASON_LINES, lines.size())));
  }

  static void finish(Path image) throws IOException {
    if (!image.toFile().setReadOnly()) {
      throw new IOException("cannot make " + image + " read-only");
    }
  }

  /** Substitutes the image's path in a command of the matrix. */
  static String[] command(List<String> words, Path image) {
    return words.stream()
        .map(word -> word.replace(PLACEHOLDER, image.toString()))
        .toArray(String[]::new);
  }
}
