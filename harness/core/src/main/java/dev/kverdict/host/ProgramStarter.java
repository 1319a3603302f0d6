package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The one long-lived thread that starts every child. The kernel's parent-death signal follows the
 * thread that forked, not the process, so a child of a pool thread would die with it.
 *
 * <p>Every child has a session of its own. Otherwise a terminal would send it the signal of Ctrl-C
 * as well, and its end could look like a result before kverdict itself has heard the signal.
 */
final class ProgramStarter {

  private static final ProgramStarter INSTANCE = new ProgramStarter();

  /** Variables a child inherits: enough to find tools, nothing that affects a build. */
  private static final List<String> INHERITED = List.of("HOME", "TMPDIR", "USER", "LOGNAME");

  private final LinkedBlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();

  private ProgramStarter() {
    Thread thread = new Thread(this::work, "kverdict-starter");
    thread.setDaemon(true);
    thread.start();
  }

  static ProgramStarter instance() {
    return INSTANCE;
  }

  /** Returns a command's environment: a small fixed one plus the command's own variables. */
  static Map<String, String> environment(Command command) {
    Map<String, String> env = new HashMap<>();
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) {
        env.put(name, value);
      }
    }
    env.putAll(Command.STANDARD_ENV);
    env.putAll(command.env());
    return env;
  }

  /** Starts a program with output and error joined, and the command's input. */
  Process start(List<String> argv, Map<String, String> env, Command command) {
    return start(argv, env, command, ProcessBuilder.Redirect.from(command.input().toFile()));
  }

  /** Starts a program with output and error joined, and a pipe as input. */
  Process startWithInput(List<String> argv, Map<String, String> env, Command command) {
    return start(argv, env, command, ProcessBuilder.Redirect.PIPE);
  }

  /** Returns whether there is such a program, by its path or in the environment's directories. */
  static boolean exists(String program, Path directory, Map<String, String> env) {
    if (program.indexOf('/') >= 0) {
      return Files.isExecutable(directory.resolve(program));
    }
    return Stream.of(env.getOrDefault("PATH", "").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static Process launch(
      List<String> argv, Map<String, String> env, Command command, ProcessBuilder.Redirect input)
      throws IOException {
    if (!exists(argv.get(0), command.directory(), env)) {
      throw new NoSuchFileException(argv.get(0), null, "no such program"); // setsid says it late
    }
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(argv);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(command.directory().toFile())
            .redirectErrorStream(true)
            .redirectInput(input);
    builder.environment().clear();
    builder.environment().putAll(env);
    return builder.start();
  }

  private Process start(
      List<String> argv, Map<String, String> env, Command command, ProcessBuilder.Redirect input) {
    CompletableFuture<Process> started = new CompletableFuture<>();
    orders.add(
        () -> {
          try {
            Children.requireLiving();
          } catch (InfraError e) {
            started.completeExceptionally(e);
            return;
          }
          try {
            started.complete(launch(argv, env, command, input));
          } catch (IOException e) {
            started.completeExceptionally(e);
          }
        });
    try {
      return started.join();
    } catch (CompletionException e) {
      throw new InfraError("cannot start " + command.argv().get(0) + ": " + reason(e), e);
    }
  }

  /** Waits until everything was started that was asked for so far. */
  void settle(Duration limit) {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    orders.add(() -> reached.complete(null));
    var unused = reached.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private static String reason(CompletionException e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }

  private void work() {
    while (true) {
      try {
        orders.take().run();
      } catch (InterruptedException e) {
        // Ignored: nothing needs to interrupt this thread, and its end would kill every child.
      }
    }
  }
}
