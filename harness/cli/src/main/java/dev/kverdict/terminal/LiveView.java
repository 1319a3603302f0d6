package dev.kverdict.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kverdict.record.Event;
import dev.kverdict.record.Glimpse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.Display;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run, drawn anew at the end of what a terminal shows. Lines that are printed
 * meanwhile, by whomever, appear above it and stay. It changes nothing of the terminal but what is
 * to be seen, so there is nothing to set right after an end of any kind: the cursor is not hidden,
 * and the keys echo.
 */
public final class LiveView implements EventView {

  /** Nobody reads faster. */
  private static final long PACE_MILLIS = 100;

  /** Terminals that cannot move their cursor. */
  private static final Set<String> DUMB = Set.of("", "dumb", "unknown");

  private final LineView lines;
  private final RunState state;
  private final List<Output> outputs;
  private final Supplier<Size> asked;
  private final boolean colours;
  private final DumbTerminal terminal;
  private final Display display;
  private final ScheduledExecutorService pace =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "live-view");
            thread.setDaemon(true);
            return thread;
          });
  private final @Nullable Object formerResize;
  private final @Nullable Object formerContinue;
  private final Object lock = new Object();
  private volatile boolean resized = true;
  private boolean inLine;
  private boolean closed;

  /** Returns whether such a view can be had, and is wanted. */
  public static boolean fits(Map<String, String> env) {
    String job = env.getOrDefault("CI", "");
    return !DUMB.contains(env.getOrDefault("TERM", ""))
        && (job.isEmpty() || job.equals("false"))
        && Tty.ofOutput().isPresent();
  }

  /**
   * Opens a view on standard output, where {@link #fits} says so.
   *
   * @param detail which events become lines above it
   * @param state what is drawn; it has to be told of the events by the caller
   * @param out standard output
   * @param outputs those that write to the same terminal, {@code out} among them
   * @param raw what {@code out} writes to
   */
  public static LiveView open(
      Detail detail,
      RunState state,
      PrintWriter out,
      List<Output> outputs,
      OutputStream raw,
      Map<String, String> env)
      throws IOException {
    Tty tty = Tty.ofOutput().orElseThrow(() -> new IOException("standard output is no terminal"));
    LiveView view =
        new LiveView(
            new LineView(out, detail),
            state,
            outputs,
            raw,
            tty::size,
            env.getOrDefault("TERM", ""),
            env.getOrDefault("NO_COLOR", "").isEmpty());
    view.begin();
    return view;
  }

  LiveView(
      LineView lines,
      RunState state,
      List<Output> outputs,
      OutputStream raw,
      Supplier<Size> asked,
      String type,
      boolean colours)
      throws IOException {
    this.lines = lines;
    this.state = state;
    this.outputs = List.copyOf(outputs);
    this.asked = asked;
    this.colours = colours;
    // Its input is never read: what is typed, and what comes through a pipe, is not for a view.
    this.terminal = new DumbTerminal("kverdict", type, InputStream.nullInputStream(), raw, UTF_8);
    this.display = new Display(terminal, false);
    this.formerResize = Signals.register("WINCH", this::resized);
    this.formerContinue = Signals.register("CONT", this::drawBelow);
  }

  /** Has the outputs make room for what is drawn. */
  void attach() {
    outputs.forEach(output -> output.drawing(this::writeAbove));
  }

  private void begin() {
    attach();
    draw();
    var unused =
        pace.scheduleWithFixedDelay(this::draw, PACE_MILLIS, PACE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void accept(Event event) {
    lines.accept(event);
  }

  @Override
  public void glimpse(Glimpse glimpse) {
    state.accept(glimpse);
  }

  /** Has the size asked for again. */
  void resized() {
    resized = true;
  }

  /** Draws what has changed since it was drawn before. */
  void draw() {
    synchronized (lock) {
      if (closed || inLine) {
        return;
      }
      if (resized) {
        resized = false;
        terminal.setSize(asked.get());
      }
      Size size = terminal.getSize();
      List<AttributedString> rows = new ArrayList<>();
      List<AttributedString> shown = Panel.of(state, size.getColumns(), size.getRows());
      for (int i = 0; i < shown.size(); i++) {
        AttributedString row = colours ? shown.get(i) : plain(shown.get(i));
        rows.add(i == shown.size() - 1 ? row : ended(row));
      }
      display.resize(size);
      display.update(
          rows, size.cursorPos(rows.size() - 1, rows.get(rows.size() - 1).columnLength()));
    }
  }

  private static AttributedString plain(AttributedString row) {
    return new AttributedString(row.toString());
  }

  /** Without an end, a row would go on in the next one. */
  private static AttributedString ended(AttributedString row) {
    return new AttributedStringBuilder().append(row).append("\n").toAttributedString();
  }

  private void writeAbove(Output.Writing writing, boolean line) throws IOException {
    synchronized (lock) {
      if (!closed && !inLine) {
        erase();
      }
      writing.run();
      inLine = !line;
    }
  }

  private void erase() {
    display.update(List.of(), 0);
    display.reset();
  }

  /** A shell has written to the terminal since. */
  private void drawBelow() {
    synchronized (lock) {
      display.reset();
      inLine = false;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      if (!inLine) {
        erase();
      }
      closed = true;
    }
    outputs.forEach(Output::drawingNothing);
    pace.shutdown();
    Signals.unregister("WINCH", formerResize);
    Signals.unregister("CONT", formerContinue);
    lines.close();
  }
}
