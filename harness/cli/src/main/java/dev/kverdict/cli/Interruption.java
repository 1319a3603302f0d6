package dev.kverdict.cli;

import dev.kverdict.host.Children;
import dev.kverdict.terminal.Output;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What Ctrl-C does, and whatever else asks this process to end: machines and builds are ended, what
 * is known of a run is written down, and the last lines say how far it came and how to go on. A
 * second signal ends the process at once; its programs die with it. The exit code is 128 and the
 * signal's number, as in a shell.
 */
final class Interruption {

  /** Programs that were killed are gone at once, unless the kernel has to wait for a disk. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Map<String, Integer> CODES = Map.of("HUP", 129, "INT", 130, "TERM", 143);

  private enum State {
    RUNNING,
    INTERRUPTED,
    OVER
  }

  /** A run that may be interrupted. */
  interface Work {

    /** Leaves the terminal to others; does nothing else. */
    void leaveTerminal();

    /** Holds on to what is known, before what is ended looks like a result. */
    void holdOn();

    /**
     * Writes down what is known.
     *
     * @return what to tell a person, a sentence a line; may be called only once
     */
    List<String> lastWords();
  }

  private final Output out;
  private final Output err;
  private final @Nullable PrintStream terminal;
  private final List<String> command;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private volatile @Nullable Work work;

  /**
   * @param out standard output, on which nothing appears once this has begun
   * @param err standard error, likewise
   * @param terminal where an interruption is told of
   * @param command what the user typed, word by word
   */
  Interruption(Output out, Output err, @Nullable PrintStream terminal, List<String> command) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.command = List.copyOf(command);
  }

  /** One that never comes. */
  static Interruption never(Output out, Output err) {
    return new Interruption(out, err, null, List.of());
  }

  /** Returns what the user typed. */
  List<String> command() {
    return command;
  }

  /** Waits for the end of the process; whatever is not a run has nothing but programs to end. */
  void listen() {
    Thread hook =
        new Thread(
            () -> {
              if (state.compareAndSet(State.RUNNING, State.INTERRUPTED)) {
                interrupted();
              }
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Begins a run, whose signals are taken by this from now on. */
  void begin(Work begun) {
    work = begun;
    if (terminal != null) {
      // Java's own handlers take one signal only.
      CODES.forEach((name, code) -> Signals.register(name, () -> signalled(code)));
    }
  }

  /** Ends a run: there is nothing to write down any more. */
  void end() {
    work = null;
  }

  private void signalled(int code) {
    // Java's threads for signals find no resources of ours without it, such as templates of pages.
    Thread.currentThread().setContextClassLoader(Interruption.class.getClassLoader());
    if (state.compareAndSet(State.RUNNING, State.INTERRUPTED)) {
      try {
        interrupted();
      } finally {
        System.exit(code);
      }
    } else if (state.get() == State.INTERRUPTED) {
      Runtime.getRuntime().halt(code);
    }
  }

  private void interrupted() {
    Work now = work;
    // What goes on failing now is not worth reading.
    out.shut();
    err.shut();
    if (now == null) {
      tell("interrupted");
    } else {
      now.leaveTerminal();
      tell("interrupted: machines and builds are ended; once more ends kverdict at once");
      now.holdOn();
    }
    if (!Children.endAll(LIMIT)) {
      tell("programs that it started cannot be ended");
    }
    if (now != null) {
      now.lastWords().forEach(this::tell);
    }
  }

  private void tell(String line) {
    PrintStream told = terminal;
    if (told != null) {
      told.println("kverdict: " + line);
    }
    LoggerFactory.getLogger(Interruption.class).info("{}", line);
  }

  /** Ends the process by itself; if it is being interrupted, that has the word. */
  void exit(int code) {
    if (!state.compareAndSet(State.RUNNING, State.OVER)) {
      awaitEnd();
    }
    System.exit(code);
  }

  private static void awaitEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
