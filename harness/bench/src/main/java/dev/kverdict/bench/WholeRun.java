package dev.kverdict.bench;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.run.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The record of a whole {@code verify} in a separate process, as a user starts it.
 *
 * @param started when it started
 * @param ended when it had ended
 * @param firstVerdict when it printed its first verdict, or null if it printed none
 * @param exitCode its exit code
 * @param events the events that it logged
 */
record WholeRun(
    Instant started,
    Instant ended,
    @Nullable Instant firstVerdict,
    int exitCode,
    List<EventLog.Logged> events) {

  /** A full kernel build with emulated trials takes a quarter of that. */
  private static final Duration LIMIT = Duration.ofHours(1);

  /** The variables by which it finds the same store, JDK and container engine. */
  private static final Pattern INHERITED =
      Pattern.compile("XDG_CACHE_HOME|JAVA_HOME|DOCKER_HOST|(?:KVERDICT|TESTCONTAINERS)_\\w+");

  /** Runs with an undecided or failing patch count, too; a broken run does not. */
  private static final int LAST_VERDICT = 3;

  private static final int USAGE = 2;

  /** The most that a store's limit may be, in GiB. */
  private static final String NO_LIMIT = "999999";

  /**
   * Runs one and waits for it.
   *
   * @param out an existing directory for its run directory
   * @param store the directory for its store, or null for the user's
   */
  static WholeRun of(
      Lane lane, Path launcher, Path out, @Nullable Path store, List<String> arguments)
      throws IOException {
    List<String> argv = new ArrayList<>(List.of(launcher.toString(), "verify"));
    argv.addAll(arguments);
    argv.addAll(List.of("--out", out.toString()));
    Map<String, String> env = new HashMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (INHERITED.matcher(name).matches()) {
                env.put(name, value);
              }
            });
    if (store != null) {
      env.put("XDG_CACHE_HOME", store.toString());
      env.put("KVERDICT_STORE_LIMIT", NO_LIMIT); // what is there by links takes no space
    }
    Command command =
        Command.of(out, argv.toArray(String[]::new)).asChore().withEnvironment(env).within(LIMIT);
    AtomicReference<@Nullable Instant> verdict = new AtomicReference<>();
    Instant started = Instant.now();
    CommandResult result =
        lane.build(
            command,
            out.resolve("lock"),
            line -> {
              if (line.startsWith("verdict ")) {
                verdict.compareAndSet(null, Instant.now());
              }
            });
    Instant ended = Instant.now();
    int code = result.exitCode();
    if (result.timedOut() || code < 0 || code > LAST_VERDICT || code == USAGE) {
      throw new InfraError("a run ended without verdicts: " + result.summary());
    }
    return new WholeRun(started, ended, verdict.get(), code, events(out));
  }

  private static List<EventLog.Logged> events(Path out) throws IOException {
    try (Stream<Path> runs = Files.list(out)) {
      Path log =
          runs.map(run -> run.resolve("events.jsonl"))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow(() -> new InfraError("a run left no events in " + out));
      return EventLog.readLogged(log);
    }
  }

  /** Returns its duration in s. */
  double seconds() {
    return seconds(started, ended);
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
