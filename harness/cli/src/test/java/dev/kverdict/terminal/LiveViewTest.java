package dev.kverdict.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Event;
import dev.kverdict.record.VerdictKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A view on a terminal, as somebody sees it. */
class LiveViewTest {

  private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
  private final Output out = new Output(raw);
  private final Output err = new Output(raw);
  private final PrintWriter writer = new PrintWriter(new OutputStreamWriter(out, UTF_8), true);
  private final ScreenTerminal screen = new ScreenTerminal(60, 12);
  private final Played run = new Played();
  private Size size = Size.of(60, 12);
  private final LiveView view = view(true);

  LiveViewTest() throws IOException {}

  private LiveView view(boolean colours) throws IOException {
    return new LiveView(
        new LineView(writer, Detail.ABOVE_VIEW),
        run.state,
        List.of(out, err),
        raw,
        () -> size,
        "xterm",
        colours);
  }

  @AfterEach
  void close() {
    view.close();
  }

  /** What is to be seen now. */
  private List<String> seen() {
    // A terminal begins a line where it was: its driver adds the carriage return.
    screen.write(raw.toString(UTF_8).replace("\n", "\r\n"));
    raw.reset();
    return Screens.lines(screen);
  }

  @Test
  void theViewIsDrawnAnewInItsPlace() {
    view.attach();
    run.begins("c", 2).boots("m", "first");
    view.draw();
    assertThat(seen())
        .containsExactly("c  verdicts 0 of 2  0:00", "machine  m, 0:00", "         first");
    run.boots("m", "second").seconds(5);
    view.draw();
    assertThat(seen())
        .containsExactly("c  verdicts 0 of 2  0:05", "machine  m, 0:05", "         second");
  }

  @Test
  void whatIsPrintedStaysAboveIt() {
    view.attach();
    run.begins("c", 1).boots("m", "a line");
    view.draw();
    run.decided("p", "r", VerdictKind.FIXED);
    view.accept(new Event.CellDecided("k", "p", "r", VerdictKind.FIXED, "why", 1));
    new PrintStream(err, true, UTF_8).println("a warning");
    view.draw();
    assertThat(seen())
        .containsExactly(
            "verdict k/p r: FIXED (why)",
            "a warning",
            "c  verdicts 1 of 1: 1 FIXED  0:00",
            "machine  m, 0:00",
            "         a line");
    view.close();
    assertThat(seen()).containsExactly("verdict k/p r: FIXED (why)", "a warning");
    writer.println("the table");
    assertThat(seen()).containsExactly("verdict k/p r: FIXED (why)", "a warning", "the table");
  }

  @Test
  void nothingIsDrawnIntoALineThatGoesOn() throws IOException {
    view.attach();
    run.begins("c", 1);
    view.draw();
    out.write("half of ".getBytes(UTF_8));
    view.draw();
    assertThat(seen()).containsExactly("half of");
    out.write("a line\n".getBytes(UTF_8));
    view.draw();
    assertThat(seen()).containsExactly("half of a line", "c  verdicts 0 of 1  0:00");
  }

  @Test
  void itFitsItselfToAnotherSize() {
    view.attach();
    run.begins("a-case-with-a-name", 1).boots("m", "0123456789".repeat(5));
    view.draw();
    assertThat(seen()).hasSize(3);
    size = Size.of(30, 12);
    view.resized();
    view.draw();
    seen();
    assertThat(Panel.of(run.state, 30, 12)).hasSize(4);
    screen.write("\u001b[2J\u001b[H");
    view.close();
    assertThat(raw.toString(UTF_8)).doesNotContain("\u001b[?1049", "\u001b[?25l");
  }

  @Test
  void withoutColoursNothingIsStyled() throws IOException {
    run.begins("c", 1).decided("p", "r", VerdictKind.FIXED).boots("m", "a line");
    try (LiveView plain = view(false)) {
      plain.attach();
      plain.draw();
      assertThat(raw.toString(UTF_8))
          .contains("1 FIXED")
          .doesNotContainPattern("\u001b\\[[0-9;]*m");
      raw.reset();
    }
    view.draw();
    assertThat(raw.toString(UTF_8)).containsPattern("\u001b\\[[0-9;]*m");
  }

  @ParameterizedTest
  @CsvSource({"xterm, true", "xterm, 1", "dumb, ''", "'', ''", "unknown, ''"})
  void jobsAndTerminalsThatCannotMoveTheirCursorGetLines(String type, String job) {
    assertThat(LiveView.fits(Map.of("TERM", type, "CI", job))).isFalse();
  }
}
