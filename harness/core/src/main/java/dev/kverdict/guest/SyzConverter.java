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
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Converts programs of syzkaller to C with its own tool, which kverdict does not bring.
 *
 * @param given the tool, or null to look for it
 * @param path the directories to look in, as in {@code PATH}
 */
record SyzConverter(Lane lane, Store store, @Nullable Path given, String path) {

  /** The name of the C file in an entry. */
  private static final String SOURCE = "program.c";

  private static final String TOOL = "syz-prog2c";
  private static final int RECIPE = 1;
  private static final long MAX_SIZE = 16L << 20;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The tool writes to its standard output, of which a lane keeps only the last lines. */
  private static final String TO_FILE = "exec \"$@\" > " + SOURCE;

  /** Returns the C file of an entry. */
  static Path source(Entry entry) {
    return entry.folder().resolve(SOURCE);
  }

  /**
   * Returns the program in C.
   *
   * @throws UserError if the tool is missing, or cannot convert it
   */
  Entry convert(ProgramDef def) {
    Path file = def.file();
    Path tool = tool(file);
    List<String> options = new ArrayList<>(SyzOptions.flags(file.toString(), text(file)));
    options.add("-os=linux");
    options.add(def.arch() == ProgramDef.Arch.I386 ? "-arch=386" : "-arch=amd64");
    Key key =
        Key.of(
            "syz-source",
            RECIPE,
            Digests.ofFile(tool),
            Digests.ofFile(file),
            String.join(" ", options));
    return store.obtain(key, directory -> convert(tool, file, options, directory));
  }

  private void convert(Path tool, Path file, List<String> options, Path directory)
      throws IOException {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", TO_FILE, "sh", tool.toString()));
    argv.addAll(options);
    argv.add("-prog=" + file);
    CommandResult result =
        lane.run(
            Command.of(directory, argv.toArray(String[]::new))
                .reading(tool, file)
                .writing(directory)
                .within(LIMIT));
    if (!result.ok() || Files.size(directory.resolve(SOURCE)) == 0) {
      List<String> output = result.output();
      throw new UserError(
          file.toString(),
          TOOL
              + " does not convert it: "
              + (output.isEmpty() ? result.summary() : output.get(output.size() - 1)),
          "use a version of syzkaller that knows its calls, or a C reproducer");
    }
  }

  private static String text(Path file) {
    return HostIo.get(
        "cannot read " + file,
        () -> {
          if (Files.size(file) > MAX_SIZE) {
            throw new UserError(file.toString(), "has more than 16 MiB", "name another file");
          }
          return Files.readString(file, StandardCharsets.ISO_8859_1);
        });
  }

  private Path tool(Path file) {
    if (given != null) {
      if (!isProgram(given)) {
        throw new UserError(given.toString(), "is no program", "name " + TOOL + " with its path");
      }
      return given.toAbsolutePath().normalize();
    }
    return Stream.of(path.split(":", -1))
        .filter(directory -> directory.startsWith("/"))
        .map(directory -> Path.of(directory, TOOL))
        .filter(SyzConverter::isProgram)
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    file.toString(),
                    "is a program of syzkaller, and " + TOOL + " is not here to turn it into C",
                    "build it in a checkout of syzkaller (make prog2c), and put bin/"
                        + TOOL
                        + " on the PATH or name it with --syz-prog2c; or use the C reproducer"));
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
