package dev.kverdict.build;

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
 * Runs make in one source tree. The output folder lies below the source, so that kbuild refers to
 * the source by {@code ..}: the same tree builds the same bytes wherever it lies.
 */
final class Kbuild {

  /** The wrapper for the compiler, at the root of the source. */
  static final String COMPILER = "kverdict-cc";

  private static final Duration LIMIT = Duration.ofHours(3);

  /** Characters that are kept of what one make prints; a whole kernel takes 3 million. */
  static final long MOST_LOG = 64L << 20;

  /**
   * Fixed values of everything that kbuild would take from the host
   * (Documentation/kbuild/reproducible-builds).
   */
  private static final Map<String, String> REPRODUCIBLE =
      Map.of(
          "KBUILD_BUILD_TIMESTAMP", "1970-01-01",
          "KBUILD_BUILD_USER", "kverdict",
          "KBUILD_BUILD_HOST", "kverdict",
          "KBUILD_BUILD_VERSION", "1",
          "SOURCE_DATE_EPOCH", "0");

  private final Lane lane;
  private final Path source;
  private final Path lock;
  private final Path log;
  private final CompilerCache cache;
  private final List<Path> reads;
  private final List<Path> writes;

  /**
   * Make that reads the source and writes nothing but its output folder and the compiler's cache.
   */
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

  private Kbuild(
      Lane lane,
      Path source,
      Path lock,
      Path log,
      CompilerCache cache,
      List<Path> reads,
      List<Path> writes) {
    this.lane = lane;
    this.source = source;
    this.lock = lock;
    this.log = log;
    this.cache = cache;
    this.reads = reads;
    this.writes = writes;
  }

  /** The same, which reads another folder, too: one that the source has links into. */
  Kbuild reading(Path folder) {
    return new Kbuild(lane, source, lock, log, cache, joined(reads, List.of(folder)), writes);
  }

  /** The same, which writes to another existing folder, too. */
  Kbuild writing(Path folder) {
    return new Kbuild(lane, source, lock, log, cache, reads, joined(writes, List.of(folder)));
  }

  /** The same, which writes to this existing folder only. */
  Kbuild writingOnly(Path folder) {
    return new Kbuild(lane, source, lock, log, cache, reads, List.of(folder));
  }

  private static List<Path> joined(List<Path> one, List<Path> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  /** Puts a wrapper for the compiler in place; needed once per tree. */
  void prepare(String compiler) throws IOException {
    Files.createDirectories(output());
    Path wrapper = source.resolve(COMPILER);
    // The wrapper's name is relative, so kbuild's record of the command line fits every folder.
    Files.writeString(
        wrapper,
        """
        #!/bin/sh
        exec $KVERDICT_CCACHE %s -ffile-prefix-map="$PWD"=. "$@"
        """
            .formatted(compiler));
  }

  /** Make may run as another user; trees of former versions have a wrapper for their owner only. */
  private void openWrapper() throws IOException {
    Path wrapper = PlainFiles.require(source, source.resolve(COMPILER));
    if (!wrapper.toFile().setExecutable(true, false)) {
      throw new InfraError("cannot make " + wrapper + " executable");
    }
  }

  /** A patch may have put a link in the place of what we change or let make write to. */
  private void requireOwn() {
    try {
      openWrapper();
      for (Path folder : writes) {
        if (folder.startsWith(source)) {
          PlainFiles.requireFolder(source, folder);
        }
      }
    } catch (IOException e) {
      throw new InfraError("cannot look at " + source + ": " + e.getMessage(), e);
    }
  }

  /** The source's root. */
  Path source() {
    return source;
  }

  /** The output folder. */
  Path output() {
    return source.resolve(SourceTree.OUTPUT);
  }

  /**
   * Makes targets.
   *
   * @param objects told how many objects are done
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
                  append(writer, line);
                }
                if (line.startsWith("  CC") || line.startsWith("  AS")) {
                  objects.accept(++done[0]);
                }
              });
    } catch (IOException e) {
      throw new InfraError("cannot write " + log + ": " + e.getMessage(), e);
    }
    if (!result.ended().isEmpty()) {
      throw new BuildStopped(BuildOutcome.buildFailed(List.of(result.ended())));
    }
    OptionalInt signal = result.foreignSignal();
    if (signal.isPresent()) {
      throw new InfraError(ForeignSignal.ofMake(signal.getAsInt(), result.output()));
    }
    if (result.timedOut() || result.exitCode() > 128) {
      throw new InfraError("the build was ended: " + result.summary());
    }
    if (!result.ok()) {
      throw new BuildStopped(
          BuildOutcome.buildFailed(CompilerLines.of(result.output())), LastingFailure.is(result));
    }
  }

  private Map<String, String> env() throws IOException {
    Map<String, String> env = new HashMap<>(REPRODUCIBLE);
    env.putAll(cache.env(source, Files.createDirectories(writes.get(0).resolve(".ccache"))));
    return env;
  }

  private static void append(BufferedWriter writer, String line) {
    try {
      writer.write(line);
      writer.newLine();
    } catch (IOException e) {
      throw new InfraError("cannot write the build log: " + e.getMessage(), e);
    }
  }
}
