package dev.kverdict.tree;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.store.Scratch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Git on somebody's repository, of which nothing is written and nothing runs: no hook, no filter,
 * no monitor of the file system. What reads files or writes them works in a repository of its own
 * that borrows the objects, so that the configuration of the other one does not count. Its index is
 * a copy.
 */
final class Git {

  /** A cold disk, and a repository with all of Linux's history. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final String INDEX = "index";

  private final Lane lane;
  private final Repository repository;
  private final Path home;

  private Git(Lane lane, Repository repository, Path home) {
    this.lane = lane;
    this.repository = repository;
    this.home = home;
  }

  /**
   * Creates a git that works in a scratch directory.
   *
   * @throws InfraError if the index cannot be read
   */
  static Git on(Lane lane, Repository repository, Scratch scratch) {
    Git git = new Git(lane, repository, scratch.folder());
    try {
      git.begin();
      return git;
    } catch (IOException e) {
      throw new InfraError(
          "cannot read the repository " + repository.shown() + ": " + e.getMessage(), e);
    }
  }

  private void begin() throws IOException {
    Path own = Files.createDirectories(home.resolve("git"));
    Files.createDirectories(own.resolve("refs"));
    Path info = Files.createDirectories(own.resolve("objects").resolve("info"));
    Files.createDirectories(home.resolve("files"));
    Files.writeString(own.resolve("HEAD"), "ref: refs/heads/none\n");
    Files.writeString(own.resolve("config"), format());
    Files.writeString(
        info.resolve("alternates"),
        repository.objects().stream()
            .map(directory -> quoted(directory.toString()) + "\n")
            .collect(Collectors.joining()));
    // The account that programs run as owns no repository; that is why it may run nothing of it.
    Files.writeString(home.resolve("gitconfig"), "[safe]\n\tdirectory = *\n");
    copyIndex(own);
  }

  /** A repository says which hash names its objects; the borrower has to say the same. */
  private String format() throws IOException {
    Path config = repository.common().resolve("config");
    boolean sha256 =
        Files.isRegularFile(config)
            && Repository.text(config)
                .lines()
                .anyMatch(line -> line.strip().matches("(?i)objectformat\\s*=\\s*sha256"));
    return sha256
        ? "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n"
        : "[core]\n\trepositoryformatversion = 0\n";
  }

  /** Quotes a line of the file of alternates, where a quote begins a C string. */
  private static String quoted(String path) {
    return path.startsWith("\"") || path.startsWith("#") || path.contains("\n")
        ? "\"" + path.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\""
        : path;
  }

  private void copyIndex(Path own) throws IOException {
    Path index = repository.own().resolve(INDEX);
    if (Files.isRegularFile(index)) {
      // With its time: git compares that with the files' to know which it has to read.
      Files.copy(index, home.resolve(INDEX), StandardCopyOption.COPY_ATTRIBUTES);
      try (Stream<Path> files = Files.list(repository.own())) {
        for (Path part :
            files.filter(f -> f.getFileName().toString().startsWith("sharedindex.")).toList()) {
          Files.copy(part, own.resolve(part.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  /** Returns the repository. */
  Repository repository() {
    return repository;
  }

  /**
   * Asks the repository itself about its names.
   *
   * @return the last line of the answer that has a form; empty for a failure
   */
  Optional<String> ask(Pattern form, String... words) {
    CommandResult result =
        lane.run(
            command(repository.own(), repository.own(), null, words)
                .reading(repository.reads().toArray(Path[]::new))
                .alsoReading(home.resolve("gitconfig")));
    return result.ok()
        ? result.output().stream()
            .map(String::strip)
            .filter(line -> form.matcher(line).matches())
            .reduce((before, last) -> last)
        : Optional.empty();
  }

  /**
   * Runs git on the files of the working tree, with the copy of the index.
   *
   * @return its result; a failure is one
   */
  CommandResult work(String... words) {
    Path top = Objects.requireNonNull(repository.top(), "a working tree");
    return lane.run(
        command(top, home.resolve("git"), top, words)
            .reading(Stream.concat(reads(), Stream.of(top)).toArray(Path[]::new))
            .writing(home));
  }

  /** Writes the files of a tree into an empty directory. */
  CommandResult write(String tree, Path into) {
    Path git = home.resolve("git");
    Path index = home.resolve("written");
    Map<String, String> alone = new HashMap<>(env(git, null));
    alone.put("GIT_INDEX_FILE", index.toString());
    CommandResult read =
        lane.run(
            bare(git, argv("read-tree", tree))
                .withEnvironment(alone)
                .reading(reads().toArray(Path[]::new))
                .writing(home));
    if (!read.ok()) {
      return read;
    }
    Map<String, String> env = new HashMap<>(env(git, into));
    env.put("GIT_INDEX_FILE", index.toString());
    return lane.run(
        bare(into, argv("checkout-index", "--all", "--force", "--quiet"))
            .withEnvironment(env)
            .reading(reads().toArray(Path[]::new))
            .writing(home, into));
  }

  /** Passes every line that git prints about objects and files, however many there are. */
  CommandResult lines(Consumer<String> each, String... words) {
    Path out = home.resolve("out");
    List<String> argv = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >\"$0\"", out.toString()));
    argv.addAll(argv(words));
    Path git = home.resolve("git");
    Path top = repository.top();
    CommandResult result =
        lane.run(
            Command.of(top == null ? git : top, argv.toArray(String[]::new))
                .withEnvironment(env(git, top))
                .reading(Stream.concat(reads(), Stream.ofNullable(top)).toArray(Path[]::new))
                .writing(home)
                .within(LIMIT));
    if (result.ok()) {
      try (BufferedReader lines = Files.newBufferedReader(out, StandardCharsets.ISO_8859_1)) {
        lines.lines().forEach(each);
      } catch (IOException e) {
        throw new InfraError("cannot read what git wrote: " + e.getMessage(), e);
      }
    }
    return result;
  }

  /** Returns a file that {@link #work} may be told to write. */
  Path file(String name) {
    return home.resolve("files").resolve(name);
  }

  private Stream<Path> reads() {
    return Stream.concat(repository.objects().stream(), Stream.of(home));
  }

  private static Command bare(Path directory, List<String> argv) {
    return Command.of(directory, argv.toArray(String[]::new)).within(LIMIT);
  }

  private Command command(Path directory, Path git, @Nullable Path top, String... words) {
    return bare(directory, argv(words)).withEnvironment(env(git, top));
  }

  private static List<String> argv(String... words) {
    // Also where a repository of somebody else is asked for its names.
    List<String> argv =
        new ArrayList<>(
            List.of("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"));
    argv.addAll(List.of("-c", "core.quotePath=true", "-c", "core.attributesFile=/dev/null"));
    argv.addAll(List.of(words));
    return argv;
  }

  private Map<String, String> env(Path git, @Nullable Path top) {
    Map<String, String> env = new HashMap<>();
    env.put("GIT_DIR", git.toString());
    if (top != null) {
      env.put("GIT_WORK_TREE", top.toString());
    }
    env.put("GIT_INDEX_FILE", home.resolve(INDEX).toString());
    env.put("GIT_CONFIG_GLOBAL", home.resolve("gitconfig").toString());
    env.put("GIT_CONFIG_NOSYSTEM", "1");
    env.put("GIT_ATTR_NOSYSTEM", "1");
    env.put("GIT_OPTIONAL_LOCKS", "0");
    env.put("GIT_NO_LAZY_FETCH", "1");
    env.put("GIT_NO_REPLACE_OBJECTS", "1");
    env.put("GIT_TERMINAL_PROMPT", "0");
    return env;
  }
}
