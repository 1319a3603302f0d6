package dev.kverdict.build;

import dev.kverdict.kernel.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a copied tree believe that it was built where it lies now, and before now. kbuild itself
 * records relative paths, but the kernel's host tools record absolute ones; without this, objtool
 * would be built again in every copy, and with it every object it has checked.
 */
final class Relocation {

  private static final String FILE = "built-at";

  private Relocation() {}

  /** Records in the directory of an entry where its tree was built. */
  static void remember(Path tree, Path directory) throws IOException {
    Files.writeString(directory.resolve(FILE), tree.toString());
  }

  /** Rewrites the records of a copy and keeps their times, so nothing looks newer than it is. */
  static void apply(Path directory, Path copy) throws IOException {
    rewrite(directory, copy);
    BuiltBefore.now(directory.resolve(FILE), copy.resolve(SourceTree.OUTPUT));
  }

  private static void rewrite(Path directory, Path copy) throws IOException {
    String before = Files.readString(directory.resolve(FILE));
    List<Path> records;
    try (Stream<Path> files = Files.walk(copy.resolve(SourceTree.OUTPUT).resolve("tools"))) {
      records = files.filter(Files::isRegularFile).filter(Relocation::isRecord).toList();
    }
    for (Path record : records) {
      String text = Files.readString(record, StandardCharsets.ISO_8859_1);
      if (text.contains(before)) {
        FileTime time = Files.getLastModifiedTime(record);
        Files.writeString(
            record, text.replace(before, copy.toString()), StandardCharsets.ISO_8859_1);
        Files.setLastModifiedTime(record, time);
      }
    }
  }

  private static boolean isRecord(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".cmd") || name.endsWith(".d");
  }
}
