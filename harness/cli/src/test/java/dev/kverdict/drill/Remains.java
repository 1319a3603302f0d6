package dev.kverdict.drill;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** What a run has left behind that nobody needs: programs, mounts, directories, half entries. */
record Remains(Stage stage) {

  /** The kernel ends the children of who was killed, but not at the same moment. */
  private static final Duration ENDING = Duration.ofSeconds(10);

  /** Returns the programs that still run, by their command lines. */
  List<String> programs() {
    try {
      await().atMost(ENDING).pollInterval(Duration.ofMillis(20)).until(() -> running().isEmpty());
      return List.of();
    } catch (ConditionTimeoutException e) {
      return running();
    }
  }

  /** Every program of a run has the stage in its arguments, or in its working directory. */
  private List<String> running() {
    List<String> marks = List.of(name(stage.home()), name(stage.temporary()));
    return ProcessHandle.allProcesses()
        .filter(one -> one.pid() != ProcessHandle.current().pid())
        .map(one -> Path.of("/proc", Long.toString(one.pid())))
        .map(proc -> arguments(proc) + " " + link(proc.resolve("cwd")))
        .filter(text -> marks.stream().anyMatch(text::contains))
        .toList();
  }

  private static String name(Path path) {
    return Objects.requireNonNull(path.getFileName()).toString();
  }

  private static String arguments(Path proc) {
    try {
      byte[] bytes = Files.readAllBytes(proc.resolve("cmdline"));
      return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ').strip();
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  private static String link(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return ""; // it has ended, or is another user's
    }
  }

  /** Returns the mounts below the stage. */
  List<String> mounts() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(line -> line.contains(name(stage.home())) || line.contains(name(stage.temporary())))
        .toList();
  }

  /** Returns what lies in the directories for temporary files, of the system and of the store. */
  List<Path> directories() throws IOException {
    List<Path> left = new ArrayList<>();
    for (Path above : List.of(stage.temporary(), stage.store().resolve("tmp"))) {
      if (Files.isDirectory(above)) {
        try (Stream<Path> all = Files.list(above)) {
          left.addAll(all.toList());
        }
      }
    }
    return left;
  }
}
