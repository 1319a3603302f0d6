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
 * A whole {@code verify} as a user starts it, in a process of its own, that was watched.
 *
 * @param started when it was started
 * @param ended when it was gone
 * @param firstVerdict when it printed its first verdict, or null when it printed none
 * @param exitCode its exit code
 * @param events what it wrote down
 */
record WholeRun(
    Instant started,
    Instant ended,
    @Nullable Instant firstVerdict,
    int exitCode,
    List<EventLog.Logged> events) {

  /** A full kernel build under emulation's usual company takes a quarter of that. */
  private static final Duration LIMIT = Duration.ofHours(1);

  /** It has to find the store, the JDK and the container engine that we have. */
  private static final Pattern INHERITED =
      Pattern.compile("XDG_CACHE_HOME|JAVA_HOME|DOCKER_HOST|(?:KVERDICT|TESTCONTAINERS)_\\w+");

  /** An undecided or failing patch is measured as well as a good one; a broken run is not. */
  private static final int LAST_VERDICT = 3;

  private static final int USAGE = 2;

  /**
   * Runs one and waits for it.
   *
   * @param out an existing folder for its run folder
   * @param store the folder in which it has its store, or null for the user's own
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
      throw new InfraError("a run did not come to its verdicts: " + result.summary());
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

  /** From its start to its end, in s. */
  double seconds() {
    return seconds(started, ended);
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
