package dev.kverdict.bench;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The candidates of a batch that is measured.
 *
 * @param patches a directory, each file of which is a patch
 * @param candidates how many of them are judged in one batch, or 0 for all
 * @param alone how many of those are judged one by one, too, or 0 for all
 */
public record BenchBatch(Path patches, int candidates, int alone) {

  private static final String REMEDY = "name a directory, each file of which is a patch";

  /**
   * Returns the files of the candidates, by name.
   *
   * @throws UserError if there are none
   */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(patches)) {
      for (Path file : all) {
        if (Files.isRegularFile(file) && !Files.isHidden(file)) {
          files.add(file);
        }
      }
    } catch (IOException e) {
      throw UserError.unreadable("--patches " + patches, e, REMEDY);
    } catch (DirectoryIteratorException e) {
      throw UserError.unreadable(
          "--patches " + patches, Objects.requireNonNull(e.getCause()), REMEDY);
    }
    if (files.isEmpty()) {
      throw new UserError("--patches " + patches, "holds no file", REMEDY);
    }
    return spread(files.stream().sorted().toList(), candidates);
  }

  /**
   * Returns the files of those candidates that are judged one by one, too.
   *
   * @param files all files
   */
  List<Path> alone(List<Path> files) {
    return spread(files, alone);
  }

  /** Names go by kind, so a part takes some of each. */
  static <T> List<T> spread(List<T> all, int wanted) {
    if (wanted == 0 || wanted >= all.size()) {
      return all;
    }
    List<T> some = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      some.add(all.get((int) ((long) i * all.size() / wanted)));
    }
    return some;
  }
}
