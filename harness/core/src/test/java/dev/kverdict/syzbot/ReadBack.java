package dev.kverdict.syzbot;

import dev.kverdict.HostIo;
import dev.kverdict.model.Matrix;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a case back. */
final class ReadBack {

  private ReadBack() {}

  static Matrix matrix(Path file) {
    String text = HostIo.get("cannot read " + file, () -> Files.readString(file));
    // Until a matrix may name a git tree: anything else that has a configuration of its own.
    Path copy = file.resolveSibling("read-back.yaml");
    HostIo.run(
        "cannot write " + copy,
        () ->
            Files.writeString(
                copy,
                text.replaceAll(
                    "(?m)^    source: \\{git: \"[^\"]+\", rev: \"[^\"]+\"\\}$",
                    "    source: {debian: linux-source-6.1}")));
    Matrix matrix = MatrixReader.read(copy);
    HostIo.run("cannot remove " + copy, () -> Files.delete(copy));
    return matrix;
  }
}
