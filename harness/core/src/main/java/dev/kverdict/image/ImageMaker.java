package dev.kverdict.image;

import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.model.ImageDef;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes disk images as plain sparse files, with the file system's own tool and without root. */
public record ImageMaker(Lane lane, Store store) {

  /** Placeholder for the image's path in a command of the matrix. */
  private static final String PLACEHOLDER = "{image}";

  private static final String FILE = "image";
  private static final int RECIPE = 1;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Returns the raw image of an entry. */
  public static Path file(Entry entry) {
    return entry.folder().resolve(FILE);
  }

  /**
   * Returns the image, read-only, made first if it is not in the store.
   *
   * @throws UserError if the tool fails, with its last line of output
   */
  public Entry make(ImageDef def) {
    String tool = def.make().get(0);
    CommandResult version = lane.run(Command.asking(tool, "-V"));
    Key key =
        Key.of(
            "image",
            RECIPE,
            Long.toString(def.sizeBytes()),
            String.join("\0", def.make()),
            String.join("\n", version.output()) + lane.tools());
    return store.obtain(key, directory -> fill(def, directory.resolve(FILE)));
  }

  private void fill(ImageDef def, Path image) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(def.sizeBytes());
    }
    String[] argv = command(def.make(), image);
    CommandResult made = lane.run(Command.beside(image, argv).writing(image).within(LIMIT));
    if (!made.ok()) {
      throw new UserError("image " + def.name(), made.summary(), "fix its make: command");
    }
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
