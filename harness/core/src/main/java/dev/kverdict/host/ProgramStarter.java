package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The one long-lived thread that starts every child. The kernel's parent-death signal follows the
 * thread that forked, not the process, so a child of a pool thread would die with it.
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
          ProcessBuilder builder =
              new ProcessBuilder(argv)
                  .directory(command.directory().toFile())
                  .redirectErrorStream(true)
                  .redirectInput(input);
          builder.environment().clear();
          builder.environment().putAll(env);
          try {
            started.complete(builder.start());
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
