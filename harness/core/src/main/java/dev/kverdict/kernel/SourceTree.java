package dev.kverdict.kernel;

import dev.kverdict.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a stored kernel source consists of: its tree, and a line on where it came from. */
public final class SourceTree {

  /** The source tree, in whatever holds one. */
  public static final String TREE = "tree";

  /** The build's output below the source, so that kbuild refers to the source by {@code ..}. */
  public static final String OUTPUT = "build";

  private static final String ORIGIN = "version";

  private SourceTree() {}

  /** Records what a source was made from, such as a package and its version. */
  public static void writeOrigin(Path source, String text) throws IOException {
    AtomicFiles.write(source.resolve(ORIGIN), text + "\n");
  }

  /** Returns what a source was made from. */
  public static String origin(Path source) throws IOException {
    return Files.readString(source.resolve(ORIGIN)).strip();
  }
}
