package dev.kverdict.guest;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles programs for the guest into static binaries in the store, with the host's compiler. The
 * key is the preprocessed source, so that no change of a header goes unnoticed.
 */
public final class StaticCompiler {

  private static final String BINARY = "program";
  private static final int RECIPE = 2;
  private static final List<String> FLAGS = List.of("-static", "-O2", "-std=gnu11");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The agent's resources. */
  static final List<String> AGENT =
      List.of(
          "agent.c",
          "agent.h",
          "data.c",
          "entropy.c",
          "log.c",
          "modules.c",
          "mounts.c",
          "port.c",
          "probes.c",
          "program.c",
          "small.c",
          "tasks.c",
          "work.c");

  static final String CANARY = "canary.c";

  /** The header of the reproducer contract, which comes from repros/ by way of the jar. */
  static final String CONTRACT = "kv.h";

  private final Lane lane;
  private final Store store;
  private final String version;

  /** Creates a compiler; reads the version of the host's. */
  public StaticCompiler(Lane lane, Store store) {
    this.lane = lane;
    this.store = store;
    CommandResult asked =
        lane.run(Command.asking("gcc", "--version")).orThrow("cannot read gcc's version");
    this.version = asked.output().get(0) + lane.tools();
  }

  /** Returns the binary of an entry. */
  public static Path binary(Entry entry) {
    return entry.folder().resolve(BINARY);
  }

  /** Returns the agent. */
  public Entry agent() {
    return builtIn("agent", AGENT);
  }

  /** Returns the program that triggers on purpose what the detectors have to notice. */
  public Entry canary() {
    return builtIn("canary", List.of(CANARY));
  }

  private Entry builtIn(String what, List<String> resources) {
    try (Scratch scratch = store.scratch()) {
      List<String> inputs = new ArrayList<>(List.of(version, String.join(" ", FLAGS)));
      List<String> argv = new ArrayList<>(List.of("gcc"));
      argv.addAll(FLAGS);
      for (String name : resources) {
        Path file = scratch.folder().resolve(name);
        extract(name, file);
        inputs.add(name);
        inputs.add(Digests.ofFile(file));
        if (name.endsWith(".c")) {
          argv.add(file.toString());
        }
      }
      Key key = Key.of(what, RECIPE, inputs.toArray(String[]::new));
      return store.obtain(
          key,
          directory -> {
            var unused =
                run(argv, directory.resolve(BINARY), directory, List.of(scratch.folder()))
                    .orThrow("cannot compile the " + what);
          });
    }
  }

  private static void extract(String name, Path file) {
    try (InputStream in = StaticCompiler.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      Files.copy(in, file);
    } catch (IOException e) {
      throw new InfraError("cannot unpack " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Compiles a reproducer or guard. Headers are looked up beside the source first; {@code kv.h},
   * which comes with the harness, last, so that a case need not have a copy.
   *
   * @param root the case's root, below which its headers lie
   * @throws UserError with the compiler's first error if it does not compile
   */
  public Entry program(ReproducerDef def, Path root) {
    try (Scratch headers = store.scratch()) {
      extract(CONTRACT, headers.folder().resolve(CONTRACT));
      List<Path> reads = List.of(root, headers.folder());
      List<String> argv = new ArrayList<>(List.of("gcc"));
      argv.addAll(FLAGS);
      def.define().forEach((macro, value) -> argv.add("-D" + macro + "=" + value));
      argv.addAll(List.of("-I", directoryOf(def.source()).toString()));
      argv.addAll(List.of("-I", headers.folder().toString(), def.source().toString()));
      Key key =
          Key.of(
              "program",
              RECIPE,
              version,
              String.join(" ", FLAGS),
              preprocessed(argv, def.source(), reads));
      return store.obtain(
          key,
          directory ->
              require(run(argv, directory.resolve(BINARY), directory, reads), def.source()));
    }
  }

  /** Returns a digest of the preprocessed source; -P omits the paths of its parts. */
  private String preprocessed(List<String> argv, Path source, List<Path> reads) {
    try (Scratch scratch = store.scratch()) {
      Path text = scratch.folder().resolve("preprocessed");
      List<String> only = new ArrayList<>(argv);
      only.addAll(List.of("-E", "-P"));
      require(run(only, text, scratch.folder(), reads), source);
      return Digests.ofFile(text);
    }
  }

  private CommandResult run(List<String> argv, Path output, Path writes, List<Path> reads) {
    List<String> all = new ArrayList<>(argv);
    all.addAll(List.of("-o", output.toString()));
    return lane.run(
        Command.of(writes, all.toArray(String[]::new))
            .reading(reads.toArray(Path[]::new))
            .writing(writes)
            .within(LIMIT));
  }

  private static Path directoryOf(Path source) {
    Path directory = source.toAbsolutePath().getParent();
    if (directory == null) {
      throw new UserError(source.toString(), "is not a file", "name a C file");
    }
    return directory;
  }

  /** Throws the compiler's first error if a program does not compile. */
  private static void require(CommandResult result, Path source) {
    if (result.ok()) {
      return;
    }
    for (String line : result.output()) {
      int at = line.indexOf("error: ");
      if (at >= 0) {
        String where = line.substring(0, at).replaceFirst("[: ]*(fatal)?[: ]*$", "");
        throw new UserError(
            where.isEmpty() ? source.toString() : where,
            "does not compile: " + line.substring(at + "error: ".length()),
            "fix it, or the macros that the matrix defines");
      }
    }
    throw new UserError(source.toString(), "does not compile", result.summary());
  }
}
