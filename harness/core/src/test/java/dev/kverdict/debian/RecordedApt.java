package dev.kverdict.debian;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.ForwardingLane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The host's lane with an apt that answers as it did at a time when an archive was in some state.
 * Our own lists may be in another than the system's. Packages that are downloaded are empty files.
 */
final class RecordedApt extends ForwardingLane {

  private static final Path STATES = Path.of("src/test/resources/dev/kverdict/debian/apt");
  private static final List<String> OFFLINE =
      List.of(
          "Err:1 http://archive.example/debian bookworm InRelease",
          "  Temporary failure resolving 'archive.example'",
          "E: Failed to fetch http://archive.example/debian/x  Temporary failure resolving",
          "E: Some index files failed to download. They have been ignored, or old ones used"
              + " instead.");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> options = new CopyOnWriteArrayList<>();
  private final String system;
  private String own = "";
  private boolean part;
  private Predicate<String> had = name -> true;

  /** Apt whose lists are in a state, and whose archive cannot be reached. */
  RecordedApt(String system) {
    this.system = system;
  }

  /** Returns a copy whose separate lists, once refreshed, show the archive in this state. */
  RecordedApt reaching(String state) {
    own = state;
    return this;
  }

  /** Returns a copy in which another archive cannot be reached. */
  RecordedApt inPart() {
    part = true;
    return this;
  }

  /** Returns a copy that can download only these packages, each a {@code NAME=VERSION}. */
  RecordedApt downloading(Predicate<String> some) {
    had = some;
    return this;
  }

  /** Returns the queries to apt, without options. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /** Returns every word of the queries to apt. */
  List<String> options() {
    return List.copyOf(options);
  }

  @Override
  public String name() {
    return "recorded";
  }

  @Override
  public CommandResult run(Command command) {
    List<String> argv = command.argv();
    if (!argv.get(0).startsWith("apt-")) {
      return host.run(command);
    }
    options.addAll(argv);
    List<String> words = new ArrayList<>();
    boolean ours = false;
    for (int i = 1; i < argv.size(); i++) {
      ours |= argv.get(i).equals("-c");
      if (argv.get(i).matches("-[oc]")) {
        i++;
      } else if (!argv.get(i).startsWith("-")) {
        words.add(argv.get(i));
      }
    }
    asked.add((ours ? "own " : "") + String.join(" ", words));
    List<String> names = words.subList(1, words.size());
    return switch (words.get(0)) {
      case "update" -> update(command);
      case "download" -> download(command, names);
      default -> ask(command, ours ? own : system, words.get(0), names);
    };
  }

  private CommandResult update(Command command) {
    List<String> lines = new ArrayList<>();
    if (!own.isEmpty()) {
      lines.add("Hit:1 http://archive.example/debian bookworm InRelease");
    }
    if (own.isEmpty() || part) {
      lines.addAll(OFFLINE);
      return result(command, 100, lines);
    }
    return result(command, 0, lines);
  }

  private static CommandResult result(Command command, int code, List<String> lines) {
    return new CommandResult(command, code, false, lines);
  }

  private CommandResult download(Command command, List<String> names) {
    for (String name : names) {
      if (!had.test(name)) {
        return result(command, 100, List.of("E: Failed to fetch " + name + "  404  Not Found"));
      }
      write(command.directory().resolve(name.replace('=', '_') + ".deb"));
    }
    return result(command, 0, List.of());
  }

  private static void write(Path deb) {
    try {
      Files.writeString(deb, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CommandResult ask(Command command, String state, String what, List<String> names) {
    Path folder = STATES.resolve(state.isEmpty() ? "none" : state);
    List<String> fails = lines(folder.resolve("fails.txt"));
    if (!fails.isEmpty()) {
      return result(command, 100, fails);
    }
    String begin = names.get(0);
    List<String> said =
        switch (what) {
          case "show" ->
              Stream.of(String.join("\n", lines(folder.resolve("show.txt"))).split("\n\n", -1))
                  .filter(one -> names.contains(one.split("\n", 2)[0].replace("Package: ", "")))
                  .flatMap(one -> Stream.of((one + "\n").split("\n", -1)))
                  .toList();
          case "policy" -> policy(lines(folder.resolve("policy.txt")), begin);
          case "pkgnames" ->
              lines(folder.resolve("pkgnames.txt")).stream()
                  .filter(one -> one.startsWith(begin))
                  .toList();
          default -> throw new AssertionError(what);
        };
    return what.equals("show") && said.isEmpty()
        ? result(command, 100, List.of("N: Unable to locate package", "E: No packages found"))
        : result(command, 0, said);
  }

  private static List<String> policy(List<String> lines, String name) {
    int at = lines.indexOf(name + ":");
    return at < 0 ? List.of() : lines.subList(at, at + 3);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
