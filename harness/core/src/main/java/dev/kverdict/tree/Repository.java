package dev.kverdict.tree;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a git repository has its parts (gitrepository-layout(5)). Found without git, because a cage
 * shows git only what its command declares.
 *
 * @param top the root of the working tree, or null for a repository without one
 * @param own what belongs to this working tree: HEAD and the index
 * @param common what all working trees share: objects, branches, configuration
 * @param objects the directories of objects, those that are borrowed from others included
 */
record Repository(@Nullable Path top, Path own, Path common, List<Path> objects) {

  /** Repositories that borrow from repositories that borrow; git itself follows five. */
  private static final int MOST_BORROWED = 20;

  /** The largest file of a repository that is read here, in bytes. */
  private static final int MOST_BYTES = 1 << 16;

  private static final String GIT = ".git";

  Repository {
    objects = List.copyOf(objects);
  }

  /** Returns the repository that a directory belongs to. */
  static Optional<Repository> find(Path directory) {
    try {
      if (isRepository(directory)) {
        return Optional.of(of(null, directory.toRealPath()));
      }
      for (Path top = directory.toRealPath(); top != null; top = top.getParent()) {
        Path git = top.resolve(GIT);
        if (isRepository(git)) {
          return Optional.of(of(top, git.toRealPath()));
        }
        if (Files.isRegularFile(git)) {
          Optional<Path> linked = linked(git);
          return linked.isEmpty() ? Optional.empty() : Optional.of(of(top, linked.get()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new InfraError("cannot read the repository of " + directory + ": " + e.getMessage(), e);
    }
  }

  private static boolean isRepository(Path directory) {
    return Files.isRegularFile(directory.resolve("HEAD"))
        && Files.isDirectory(directory.resolve("objects"))
        && Files.isDirectory(directory.resolve("refs"));
  }

  /** Follows the file that stands for the repository in a linked working tree. */
  private static Optional<Path> linked(Path file) throws IOException {
    String text = text(file);
    if (!text.startsWith("gitdir: ")) {
      return Optional.empty();
    }
    Path own = file.resolveSibling(text.substring("gitdir: ".length()).strip()).normalize();
    return Files.isRegularFile(own.resolve("HEAD"))
        ? Optional.of(own.toRealPath())
        : Optional.empty();
  }

  private static Repository of(@Nullable Path top, Path own) throws IOException {
    Path pointer = own.resolve("commondir");
    Path common =
        Files.isRegularFile(pointer) ? own.resolve(text(pointer).strip()).toRealPath() : own;
    Set<Path> objects = new LinkedHashSet<>();
    collect(common.resolve("objects"), objects);
    return new Repository(top, own, common, new ArrayList<>(objects));
  }

  private static void collect(Path directory, Set<Path> known) throws IOException {
    if (!Files.isDirectory(directory)
        || known.size() > MOST_BORROWED
        || !known.add(directory.toRealPath())) {
      return;
    }
    Path alternates = directory.resolve("info").resolve("alternates");
    if (Files.isRegularFile(alternates)) {
      for (String line : text(alternates).lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          collect(directory.resolve(line), known);
        }
      }
    }
  }

  /** Returns the text of a small file of a repository, or the beginning of a large one. */
  static String text(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }

  /** Returns what git reads of it. */
  List<Path> reads() {
    return Stream.concat(Stream.of(own, common), objects.stream()).distinct().toList();
  }

  /** Returns whether commits before some are missing. */
  boolean shallow() {
    return Files.isRegularFile(common.resolve("shallow"));
  }

  /** Returns what it is called in messages. */
  Path shown() {
    return top == null ? own : top;
  }
}
