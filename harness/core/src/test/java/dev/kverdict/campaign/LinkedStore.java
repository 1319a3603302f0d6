package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.run.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A store of a test's own with what the user's has, by links: what a test damages, or wants to see
 * made, is not the user's.
 *
 * @param root the store
 */
public record LinkedStore(Path root) implements AutoCloseable {

  /** What a store has of machines. */
  public static final Set<String> MACHINES = Set.of("snapshot", "trial", "locks", "tmp");

  /** What a store has of machines, but for trials. */
  static final Set<String> SNAPSHOTS = Set.of("snapshot", "locks", "tmp");

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Creates it beside the user's, because links do not lead to another file system.
   *
   * @param without what it does not have, by the names of steps
   */
  public static LinkedStore of(Environment system, Set<String> without)
      throws IOException, InterruptedException {
    Path users = Files.createDirectories(system.storeRoot());
    Path root = Files.createTempDirectory(users.getParent(), "linked").resolve("v1");
    Files.createDirectory(root);
    List<Path> linked;
    try (Stream<Path> steps = Files.list(users)) {
      linked = steps.filter(step -> !without.contains(step.getFileName().toString())).toList();
    }
    for (Path step : linked) {
      Process copy = new ProcessBuilder("cp", "-al", step.toString(), root.toString()).start();
      assertThat(copy.waitFor()).isZero();
    }
    return new LinkedStore(root);
  }

  /** Returns the host with this store. */
  public Environment on(Environment system) {
    return new Environment(system.lane(), root, 100L << 30, null);
  }

  /** Removes all trials but those of canaries, which take a minute and say nothing of a patch. */
  void forgetTrials() throws IOException {
    List<Path> trials;
    try (Stream<Path> entries = Files.list(Files.createDirectories(root.resolve("trial")))) {
      trials = entries.filter(entry -> Files.exists(entry.resolve("trial.json"))).toList();
    }
    for (Path trial : trials) {
      JsonNode inputs = JSON.readTree(trial.resolve("trial.json").toFile());
      if (!inputs.path("trial").path("repro").asText().startsWith("canary+")) {
        AtomicFiles.delete(trial);
      }
    }
  }

  @Override
  public void close() throws IOException {
    AtomicFiles.delete(root.getParent());
  }
}
