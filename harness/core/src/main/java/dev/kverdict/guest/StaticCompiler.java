package dev.kverdict.guest;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.model.ProgramDef;
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
import org.jspecify.annotations.Nullable;

/**
 * Compiles programs for the guest into static binaries in the store, with the host's compiler. The
 * key is the preprocessed source, so that no change of a header goes unnoticed.
 */
public final class StaticCompiler {

  private static final String BINARY = "program";
  private static final int RECIPE = 3;
  private static final List<String> FLAGS = List.of("-static", "-O2", "-std=gnu11");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The agent's resources. */
  static final List<String> AGENT =
      List.of(
          "agent.c",
          "agent.h",
          "calls.c",
          "data.c",
          "devices.c",
          "entropy.c",
          "environment.c",
          "log.c",
          "modules.c",
          "mounts.c",
          "port.c",
          "probes.c",
          "program.c",
          "replace.c",
          "requests.c",
          "sandbox.c",
          "small.c",
          "tasks.c",
          "trees.c",
          "userland.c",
          "work.c");

  static final String CANARY = "canary.c";

  /** The header of the reproducer contract, which comes from repros/ by way of the jar. */
  static final String CONTRACT = "kv.h";

  /** The same for scripts, which find it in their guest. */
  static final String SCRIPT_CONTRACT = "kv.sh";

  private final Lane lane;
  private final Store store;
  private final SyzConverter converter;
  private final String version;

  /**
   * Creates a compiler; reads the version of the host's.
   *
   * @param syzProg2c the converter of syzkaller's programs, or null to look for it on the PATH
   */
  public StaticCompiler(Lane lane, Store store, @Nullable Path syzProg2c) {
    this.lane = lane;
    this.store = store;
    this.converter =
        new SyzConverter(lane, store, syzProg2c, System.getenv().getOrDefault("PATH", ""));
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
    HostIo.run("cannot unpack " + name, () -> Files.write(file, resource(name)));
  }

  /** Returns a file that comes with kverdict. */
  static byte[] resource(String name) {
    return HostIo.get(
        "cannot read " + name,
        () -> {
          try (InputStream in = StaticCompiler.class.getResourceAsStream(name)) {
            if (in == null) {
              throw new IllegalStateException(name + " is missing from the jar");
            }
            return in.readAllBytes();
          }
        });
  }

  /**
   * Returns the binary of a reproducer or guard. Headers are looked up beside the source first;
   * {@code kv.h}, which comes with the harness, last, so that a case need not have a copy.
   *
   * @param root the case's root, below which its headers lie
   * @throws UserError with the compiler's first errors if it does not compile, or if a file is not
   *     what it has to be
   */
  public Entry program(ProgramDef def, Path root) {
    return switch (def.kind()) {
      case C -> compile(def, def.file(), root);
      case SYZ -> {
        try (Entry source = converter.convert(def)) {
          yield compile(def, SyzConverter.source(source), source.folder());
        }
      }
      case BINARY -> readyMade(def.file(), "ready-made", StaticBinary::require);
      case DYNAMIC -> readyMade(def.file(), "with libraries", StaticBinary::requireExecutable);
      case SCRIPT ->
          readyMade(
              def.file(),
              "script with " + Digests.ofBytes(resource(SCRIPT_CONTRACT)),
              ScriptFile::interpreter);
    };
  }

  /** Checks a copy of a file. */
  private interface Check {
    /**
     * Throws an error that names the file if it is not what it has to be.
     *
     * @param bytes the copy, which does not change any more
     */
    void require(Path bytes, Path file) throws IOException;
  }

  private Entry readyMade(Path file, String what, Check check) {
    Key key = Key.of("program", RECIPE, what, Digests.ofFile(file));
    return store.obtain(
        key, directory -> check.require(Files.copy(file, directory.resolve(BINARY)), file));
  }

  private Entry compile(ProgramDef def, Path source, Path root) {
    if (def.arch() == ProgramDef.Arch.I386) {
      requireMultilib();
    }
    try (Scratch headers = store.scratch()) {
      extract(CONTRACT, headers.folder().resolve(CONTRACT));
      List<Path> reads = List.of(root, headers.folder());
      List<String> options = options(def);
      List<String> argv = new ArrayList<>(List.of("gcc"));
      argv.addAll(options);
      def.define().forEach((macro, value) -> argv.add("-D" + macro + "=" + value));
      argv.addAll(List.of("-I", directoryOf(source).toString()));
      argv.addAll(List.of("-I", headers.folder().toString(), source.toString()));
      Key key =
          Key.of(
              "program",
              RECIPE,
              version,
              String.join(" ", options),
              String.join(" ", def.libs()),
              preprocessed(argv, source, reads));
      def.libs().forEach(library -> argv.add("-l" + library));
      return store.obtain(
          key,
          directory ->
              CompilerErrors.requireNone(
                  run(argv, directory.resolve(BINARY), directory, reads), source));
    }
  }

  /** Returns the compiler's options for a program; its own come last, and count. */
  private static List<String> options(ProgramDef def) {
    List<String> options = new ArrayList<>(FLAGS);
    if (def.arch() == ProgramDef.Arch.I386) {
      options.add("-m32");
    }
    options.addAll(def.cflags());
    return options;
  }

  /** gcc prints a path if it has a C library for 32-bit programs, and the bare name otherwise. */
  private void requireMultilib() {
    CommandResult asked = lane.run(Command.asking("gcc", "-m32", "-print-file-name=libc.a"));
    if (!asked.ok() || asked.output().isEmpty() || !asked.output().get(0).startsWith("/")) {
      throw new UserError(
          "arch: i386", "gcc cannot make 32-bit programs here", "install gcc-multilib");
    }
  }

  /** Returns a digest of the preprocessed source; -P omits the paths of its parts. */
  private String preprocessed(List<String> argv, Path source, List<Path> reads) {
    try (Scratch scratch = store.scratch()) {
      Path text = scratch.folder().resolve("preprocessed");
      List<String> only = new ArrayList<>(argv);
      only.addAll(List.of("-E", "-P"));
      CompilerErrors.requireNone(run(only, text, scratch.folder(), reads), source);
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
}
