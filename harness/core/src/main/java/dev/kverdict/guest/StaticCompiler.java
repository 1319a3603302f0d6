package dev.kverdict.guest;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles what runs in the guest into static binaries, by the host's compiler, into the store. */
public final class StaticCompiler {

  private static final String BINARY = "program";
  private static final int RECIPE = 1;
  private static final List<String> FLAGS = List.of("-static", "-O2", "-std=gnu11");
  private static final String AGENT = "agent.c";

  private final Lane lane;
  private final Store store;
  private final String version;

  /** Creates a compiler; asks the host's one for its version. */
  public StaticCompiler(Lane lane, Store store) {
    this.lane = lane;
    this.store = store;
    CommandResult asked = lane.run(Command.of(store.root(), "gcc", "--version"));
    if (!asked.ok() || asked.output().isEmpty()) {
      throw new InfraError("gcc does not tell its version: " + asked.summary());
    }
    this.version = asked.output().get(0);
  }

  /** The binary of an entry. */
  public static Path binary(Entry entry) {
    return entry.folder().resolve(BINARY);
  }

  /** The agent. */
  public Entry agent() {
    byte[] source;
    try (InputStream in = StaticCompiler.class.getResourceAsStream(AGENT)) {
      if (in == null) {
        throw new IllegalStateException(AGENT + " is missing from the jar");
      }
      source = in.readAllBytes();
    } catch (IOException e) {
      throw new InfraError("cannot read " + AGENT, e);
    }
    Key key = Key.of("agent", RECIPE, version, String.join(" ", FLAGS), Digests.ofBytes(source));
    return store.obtain(
        key,
        folder -> {
          Files.write(folder.resolve(AGENT), source);
          CommandResult result = compile(folder.resolve(AGENT), List.of(), folder);
          if (!result.ok()) {
            throw new InfraError("the agent does not compile: " + errors(result));
          }
        });
  }

  /**
   * A reproducer or guard.
   *
   * @throws UserError with the compiler's words when it does not compile
   */
  public Entry program(ReproducerDef def) {
    List<String> defines =
        def.define().entrySet().stream()
            .map(macro -> "-D" + macro.getKey() + "=" + macro.getValue())
            .toList();
    Key key =
        Key.of(
            "program",
            RECIPE,
            version,
            String.join(" ", FLAGS),
            String.join("\n", defines),
            Digests.ofFile(def.source()),
            headers(def.source()));
    return store.obtain(
        key,
        folder -> {
          CommandResult result = compile(def.source(), defines, folder);
          if (!result.ok()) {
            throw new UserError(def.source().toString(), "does not compile", errors(result));
          }
        });
  }

  private CommandResult compile(Path source, List<String> defines, Path folder) {
    List<String> argv = new ArrayList<>(List.of("gcc"));
    argv.addAll(FLAGS);
    argv.addAll(defines);
    argv.addAll(List.of("-o", folder.resolve(BINARY).toString(), source.toString()));
    return lane.run(
        Command.of(folder, argv.toArray(String[]::new))
            .reading(source.getParent())
            .writing(folder)
            .within(Duration.ofMinutes(2)));
  }

  /** Every header beside the source or one folder above: what an include with quotes may reach. */
  private static String headers(Path source) {
    TreeSet<Path> headers = new TreeSet<>();
    Path own = source.getParent();
    for (Path folder : new Path[] {own, own == null ? null : own.getParent()}) {
      if (folder == null) {
        continue;
      }
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".h")).forEach(headers::add);
      } catch (IOException e) {
        throw new InfraError("cannot read " + folder, e);
      }
    }
    return headers.stream()
        .map(file -> file.getFileName() + " " + Digests.ofFile(file))
        .collect(Collectors.joining("\n"));
  }

  private static String errors(CommandResult result) {
    List<String> errors =
        result.output().stream().filter(line -> line.contains("error")).limit(3).toList();
    return errors.isEmpty() ? result.summary() : String.join(" | ", errors);
  }
}
