package dev.kverdict.cli;

import dev.kverdict.host.Children;
import java.io.PrintStream;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * What Ctrl-C does, and whatever else asks this process to end: one line says how far it came, and
 * machines and builds are ended. The exit code is Java's own, 128 and the signal's number, as in a
 * shell. Java takes no second signal, so the end has a limit of its own; what it leaves behind the
 * next start removes.
 */
final class Interruption {

  /** Programs that were killed are gone at once, unless the kernel has to wait for a disk. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Outlet out;
  private final Outlet err;
  private volatile boolean over;

  /**
   * @param out standard output, on which nothing appears once this has begun
   * @param err standard error, likewise
   */
  Interruption(Outlet out, Outlet err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Waits for the end of the process.
   *
   * @param terminal where an interruption is told of
   */
  void listen(PrintStream terminal) {
    Thread hook =
        new Thread(
            () -> {
              if (!over) {
                interrupted(terminal);
              }
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupted(PrintStream terminal) {
    // What goes on failing now is not worth reading.
    out.shut();
    err.shut();
    String said = "interrupted" + Progress.ofProcess().words();
    terminal.println("kverdict: " + said);
    if (!Children.endAll(LIMIT)) {
      terminal.println("kverdict: programs that it started cannot be ended");
    }
    LoggerFactory.getLogger(Interruption.class).info("{}", said);
  }

  /** Ends the process by itself; if it is being interrupted, that has the word. */
  void exit(int code) {
    over = true;
    System.exit(code);
  }
}
