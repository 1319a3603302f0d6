package dev.kverdict.build;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.record.BuildOutcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Runs make in one source tree. The output directory lies below the source, so kbuild refers to the
 * source by {@code ..}, and the same tree builds the same bytes wherever it lies.
 *
 * @param source the root of the source
 * @param log the file to which the output is appended
 * @param reads the directories that make may read, apart from the cache
 * @param writes the directories that make may write to, apart from the cache
 */
record Kbuild(
    Lane lane,
    Path source,
    Path lock,
    Path log,
    CompilerCache cache,
    List<Path> reads,
    List<Path> writes) {

  /** The name of the compiler's wrapper, at the root of the source. */
  static final String COMPILER = "kverdict-cc";

  private static final Duration LIMIT = Duration.ofHours(3);

  /** The characters of one make's output that are kept; a whole kernel prints 3 million. */
  static final long MOST_LOG = 64L << 20;

  /**
   * Fixed values for everything that kbuild would take from the host
   * (Documentation/kbuild/reproducible-builds).
   */
  private static final Map<String, String> REPRODUCIBLE =
      Map.of(
          "KBUILD_BUILD_TIMESTAMP", "1970-01-01",
          "KBUILD_BUILD_USER", "kverdict",
          "KBUILD_BUILD_HOST", "kverdict",
          "KBUILD_BUILD_VERSION", "1",
          "SOURCE_DATE_EPOCH", "0");

  /** Creates a make that reads the source and writes only its output directory and the cache. */
  Kbuild(Lane lane, Path source, Path lock, Path log, CompilerCache cache) {
    this(
        lane,
        source,
        lock,
        log,
        cache,
        List.of(source),
        List.of(source.resolve(SourceTree.OUTPUT)));
  }

  /** Returns a copy that may read another directory, too, because the source has links into it. */
  Kbuild reading(Path directory) {
    return new Kbuild(lane, source, lock, log, cache, joined(reads, List.of(directory)), writes);
  }

  /** Returns a copy that may write to another existing directory, too. */
  Kbuild writing(Path directory) {
    return new Kbuild(lane, source, lock, log, cache, reads, joined(writes, List.of(directory)));
  }

  /** Returns a copy that may write to this existing directory only. */
  Kbuild writingOnly(Path directory) {
    return new Kbuild(lane, source, lock, log, cache, reads, List.of(directory));
  }

  private static List<Path> joined(List<Path> one, List<Path> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  /** Writes the wrapper for the compiler; needed once per tree. */
  void prepare(String compiler) throws IOException {
    Files.createDirectories(output());
    Path wrapper = source.resolve(COMPILER);
    // The wrapper's name is relative, so the command line that kbuild records fits every directory.
    Files.writeString(
        wrapper,
        """
        #!/bin/sh
        exec $KVERDICT_CCACHE %s -ffile-prefix-map="$PWD"=. "$@"
        """
            .formatted(compiler));
  }

  /** Make may run as another user; trees of older versions have a wrapper for their owner only. */
  private void openWrapper() throws IOException {
    Path wrapper = PlainFiles.require(source, source.resolve(COMPILER));
    if (!wrapper.toFile().setExecutable(true, false)) {
      throw new InfraError("cannot make " + wrapper + " executable");
    }
  }

  /** A patch may have replaced by a link what we change or let make write to. */
  private void requireOwn() {
    try {
      openWrapper();
      for (Path directory : writes) {
        if (directory.startsWith(source)) {
          PlainFiles.requireDirectory(source, directory);
        }
      }
    } catch (IOException e) {
      throw new InfraError("cannot examine " + source + ": " + e.getMessage(), e);
    }
  }

  /** Returns the output directory. */
  Path output() {
    return source.resolve(SourceTree.OUTPUT);
  }

  /**
   * Makes targets.
   *
   * @param objects receives the number of objects built so far
   * @throws BuildStopped with the compiler's lines when make fails
   */
  void make(IntConsumer objects, String... targets) {
    requireOwn();
    List<String> argv =
        new ArrayList<>(List.of("make", "O=" + SourceTree.OUTPUT, "CC=../" + COMPILER));
    argv.add("-j" + Runtime.getRuntime().availableProcessors());
    // -g for the line tables of modules; the kernel itself stays small and links fast.
    argv.addAll(List.of("CFLAGS_MODULE=-g", "LOCALVERSION="));
    argv.addAll(List.of(targets));
    int[] done = {0};
    long[] room = {MOST_LOG};
    CommandResult result;
    try (BufferedWriter writer =
        Files.newBufferedWriter(
            log, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      result =
          lane.build(
              Command.of(source, argv.toArray(String[]::new))
                  .reading(joined(reads, cache.reads()).toArray(Path[]::new))
                  .writing(joined(writes, cache.writes()).toArray(Path[]::new))
                  .withEnvironment(env())
                  .within(LIMIT),
              lock,
              line -> {
                room[0] -= line.length() + 1;
                if (room[0] > 0) {
                  HostIo.run("cannot write the build log", () -> writer.append(line).append('\n'));
                }
                if (line.startsWith("  CC") || line.startsWith("  AS")) {
                  objects.accept(++done[0]);
                }
              });
    } catch (IOException e) {
      throw new InfraError("cannot write " + log + ": " + e.getMessage(), e);
    }
    if (!result.ended().isEmpty()) {
      throw BuildStopped.failed(result.ended());
    }
    OptionalInt signal = result.foreignSignal();
    if (signal.isPresent()) {
      throw new InfraError(ForeignSignal.ofMake(signal.getAsInt(), result.output()));
    }
    if (result.timedOut() || result.exitCode() > 128) {
      throw new InfraError("the build was ended: " + result.summary());
    }
    if (!result.ok()) {
      RefusedFork.in(result.output())
          .or(() -> NoMemory.in(result.output()))
          .ifPresent(
              why -> {
                throw new InfraError(why);
              });
      throw new BuildStopped(
          BuildOutcome.buildFailed(CompilerLines.of(result.output())),
          LastingFailure.isLasting(result));
    }
  }

  private Map<String, String> env() throws IOException {
    Map<String, String> env = new HashMap<>(REPRODUCIBLE);
    env.putAll(cache.env(source, Files.createDirectories(writes.get(0).resolve(".ccache"))));
    return env;
  }
}
