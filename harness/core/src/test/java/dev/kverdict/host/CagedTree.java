package dev.kverdict.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A source tree with an output directory, and programs that run there in a real cage. */
abstract class CagedTree {

  final Lane lane = new HostLane(Map.of());

  @TempDir Path folder;

  Path source;
  Path build;

  @BeforeEach
  void tree() throws IOException {
    Cages.requireBubblewrap();
    source = Files.createDirectory(folder.resolve("source"));
    build = Files.createDirectory(source.resolve("build"));
    Files.writeString(source.resolve("Makefile"), "all:\n");
  }

  Command shell(String script) {
    return Command.of(source, "sh", "-c", script).reading(source).writing(build);
  }

  CommandResult run(String script) {
    return lane.run(shell(script));
  }

  /** Lists processes of this machine with a word in their command line. */
  static List<String> running(String word) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(word))
        .toList();
  }
}
