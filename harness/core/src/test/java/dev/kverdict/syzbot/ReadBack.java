package dev.kverdict.syzbot;

import dev.kverdict.HostIo;
import dev.kverdict.model.Matrix;
import dev.kverdict.yaml.MatrixReader;
import dev.kverdict.yaml.MatrixSchema;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a case back, also as long as a case cannot name a git tree. */
final class ReadBack {

  private static final String GIT = "(?m)^    source: \\{git: \"[^\"]+\", rev: \"[^\"]+\"\\}$";
  private static final String DEBIAN = "    source: {debian: linux-source-6.1}";

  private ReadBack() {}

  static Matrix matrix(Path file) {
    if (MatrixSchema.json().contains("\"git\"")) {
      return MatrixReader.read(file);
    }
    String text = HostIo.get("cannot read " + file, () -> Files.readString(file));
    Path copy = file.resolveSibling("read-back.yaml");
    HostIo.run("cannot write " + copy, () -> Files.writeString(copy, text.replaceAll(GIT, DEBIAN)));
    Matrix matrix = MatrixReader.read(copy);
    HostIo.run("cannot remove " + copy, () -> Files.delete(copy));
    return matrix;
  }
}
