package dev.kverdict;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Input and output that fails only when the host does. */
public final class HostIo {

  private HostIo() {}

  /** Something that is read. */
  @FunctionalInterface
  public interface Source<T> {
    T get() throws IOException;
  }

  /** Something that is done. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  /**
   * Returns what a source yields.
   *
   * @param failure what a failure is called, such as {@code cannot read FILE}; its reason follows
   * @throws InfraError if the source fails
   */
  public static <T> T get(String failure, Source<T> source) {
    try {
      return source.get();
    } catch (IOException e) {
      throw new InfraError(failure + ": " + reason(e), e);
    }
  }

  /**
   * Does something.
   *
   * @param failure what a failure is called, such as {@code cannot write FILE}; its reason follows
   * @throws InfraError if it fails
   */
  public static void run(String failure, Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new InfraError(failure + ": " + reason(e), e);
    }
  }

  /** Returns the error for a failure that no caller had words for. */
  public static InfraError failed(IOException failure) {
    return new InfraError("cannot read or write: " + reason(failure), failure);
  }

  /** Returns why something failed, with the file if Java names one. */
  public static String reason(IOException failure) {
    return failure instanceof FileSystemException e && e.getFile() != null
        ? e.getFile() + ": " + why(failure)
        : why(failure);
  }

  /** Returns why something failed, in words: of some failures Java tells nothing but the file. */
  public static String why(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (failure instanceof AccessDeniedException) {
      return "this user has no permission";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "it exists already";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is no directory";
    }
    if (failure instanceof CharacterCodingException) {
      return "it is no UTF-8 text";
    }
    String message =
        failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /**
   * Finds what should be a directory on the way to a path, and is none: to the system that is an
   * error of its own, which newer JDKs report like a path that does not exist.
   */
  public static Optional<Path> fileOnTheWay(Path path) {
    return Stream.iterate(path.toAbsolutePath().getParent(), Objects::nonNull, Path::getParent)
        .filter(Files::exists)
        .findFirst()
        .filter(above -> !Files.isDirectory(above));
  }
}
