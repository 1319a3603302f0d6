package dev.kverdict.yaml;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A case with the files that it is made of. What lies outside of its root, as sources of kernels
 * may, is not among them.
 *
 * @param files the files below the root: the matrix, what it includes and names, and the headers
 *     beside its programs
 */
public record CaseFiles(Matrix matrix, List<Path> files) {

  /** The name in {@code #include}, in quotes or in angle brackets (C17, 6.10.2). */
  private static final Pattern INCLUDE =
      Pattern.compile("^[ \\t]*#[ \\t]*include[ \\t]*[<\"]([^>\"\\r\\n]{1,200})[>\"]");

  /** A source that is larger is none that a person wrote. */
  private static final long MOST_BYTES = 16 << 20;

  public CaseFiles {
    files = List.copyOf(files);
  }

  /**
   * Reads a case.
   *
   * @throws dev.kverdict.UserError as {@link MatrixReader#read} does
   */
  public static CaseFiles read(Path file) {
    List<Located> read = MatrixReader.readAll(file);
    Matrix matrix = new Resolver(read).resolve();
    Set<Path> files = new LinkedHashSet<>();
    for (Located one : read) {
      files.add(one.file());
      one.named().stream()
          .filter(named -> named.startsWith(matrix.root()) && Files.isRegularFile(named))
          .forEach(files::add);
    }
    Stream.concat(matrix.reproducers().values().stream(), matrix.guards().values().stream())
        .map(ReproducerDef::program)
        .filter(program -> program.kind() == ProgramDef.Kind.C)
        .map(ProgramDef::file)
        .forEach(source -> addHeaders(source, source, matrix.root(), files));
    return new CaseFiles(matrix, List.copyOf(files));
  }

  /** Adds what a file includes from beside itself or beside the program, as the compiler would. */
  private static void addHeaders(Path file, Path program, Path root, Set<Path> files) {
    for (String line : lines(file)) {
      Matcher include = INCLUDE.matcher(line);
      if (include.find()) {
        Stream.of(file, program)
            .flatMap(from -> beside(from, include.group(1)).stream())
            .filter(header -> header.startsWith(root) && Files.isRegularFile(header))
            .filter(files::add)
            .forEach(header -> addHeaders(header, program, root, files));
      }
    }
  }

  private static Optional<Path> beside(Path file, String name) {
    try {
      return Optional.of(Objects.requireNonNull(file.getParent()).resolve(name).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty(); // the compiler will say what is wrong
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.size(file) > MOST_BYTES
          ? List.of()
          : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      throw new InfraError("cannot read " + file + ": " + HostIo.why(e), e);
    }
  }
}
