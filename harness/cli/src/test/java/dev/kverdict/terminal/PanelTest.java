package dev.kverdict.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Event;
import dev.kverdict.record.Glimpse;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is to be seen of a run on screens of several sizes. */
class PanelTest {

  private static final String CONSOLE = "[   12.345678] ocfs2: Mounting device (254,0)";

  private static Played inTheMiddle() {
    return new Played()
        .begins("extent-cache", 6)
        .plans("k", null, "cow", 5, true)
        .plans("k", "v1", "cow", 6, true)
        .plans("k", "v2", "cow", 6, true)
        .boots("k, a snapshot after the mount", CONSOLE)
        .seconds(6)
        .glimpse(new Glimpse.MachineEnded("k, a snapshot after the mount"))
        .trials("k", null, "cow", 5, 3)
        .plans("k", null, "cow", 5, false)
        .decided("v1", "cow", VerdictKind.FIXED)
        .boots("k/v2 cow #1", CONSOLE)
        .seconds(3)
        .boots("k/v2 cow #2", "");
  }

  @Test
  void atTheBeginningThereIsAClock() {
    assertThat(new Played().seconds(1).screen(80, 24)).containsExactly("case.yaml  0:01");
  }

  @Test
  void aBuildShowsHowFarItIsWhereAFormerOneTells() {
    Played run =
        new Played()
            .begins("extent-cache", 6)
            .event(new Event.BuildMoved("k", "source", 0))
            .seconds(20)
            .event(new Event.BuildMoved("k", "compile", 50))
            .glimpse(new Glimpse.Compiled("k", 71));
    assertThat(run.screen(80, 24))
        .containsExactly(
            "extent-cache  verdicts 0 of 6  0:20", "build    k: compile, 71 objects, 0:20");
    run.glimpse(new Glimpse.Expecting("k", 1300)).event(new Event.BuildMoved("k", "compile", 100));
    assertThat(run.screen(80, 24))
        .containsExactly(
            "extent-cache  verdicts 0 of 6  0:20",
            "build    k: compile, 100 of about 1300 objects, 0:20");
    run.glimpse(new Glimpse.Compiled("k", 1301));
    assertThat(run.screen(80, 24))
        .as("it was another source")
        .last()
        .asString()
        .isEqualTo("build    k: compile, 1301 objects, 0:20");
    run.event(new Event.BuildMoved("k", "install", 0));
    assertThat(run.screen(80, 24)).last().asString().isEqualTo("build    k: install, 0:20");
    assertThat(run.built("k").screen(80, 24)).hasSize(1);
  }

  @Test
  void onAUsualScreenThereIsRoomForAll() {
    assertThat(inTheMiddle().screen(80, 24))
        .containsExactly(
            "extent-cache  trials 5 of about 11  verdicts 1 of 6: 1 FIXED  0:24",
            "about 30 s left",
            "machine  k/v2 cow #1, 0:03",
            "         " + CONSOLE,
            "machine  k/v2 cow #2, 0:00",
            "");
  }

  @Test
  void onASmallScreenLinesAreCutAndFewer() {
    assertThat(inTheMiddle().screen(40, 10))
        .containsExactly(
            "extent-cache  trials 5 of about 11",
            "verdicts 1 of 6: 1 FIXED  0:24",
            "about 30 s left",
            "machine  k/v2 cow #1, 0:03",
            "         [   12.345678] ocfs2: Mounti..",
            "machine  k/v2 cow #2, 0:00",
            "");
    assertThat(inTheMiddle().screen(40, 6))
        .as("machines before their consoles")
        .endsWith("machine  k/v2 cow #1, 0:03", "machine  k/v2 cow #2, 0:00");
    assertThat(inTheMiddle().screen(40, 5)).endsWith("about 30 s left", "machine  2 more");
  }

  @Test
  void aLargeScreenIsNotFilled() {
    assertThat(inTheMiddle().screen(200, 50))
        .hasSize(5)
        .first()
        .asString()
        .isEqualTo(
            "extent-cache  trials 5 of about 11  verdicts 1 of 6: 1 FIXED  0:24  about 30 s left");
  }

  @Test
  void manyMachinesLoseTheirConsolesAndThenThemselves() {
    Played run = new Played().begins("c", 1);
    for (int i = 1; i <= 9; i++) {
      run.boots("m" + i, "line " + i);
    }
    assertThat(run.screen(80, 24)).hasSize(19);
    assertThat(run.screen(80, 13)).hasSize(12).endsWith("machine  m8, 0:00", "machine  m9, 0:00");
    assertThat(run.screen(80, 13)).contains("         line 2").doesNotContain("         line 3");
    assertThat(run.screen(80, 6))
        .containsExactly(
            "c  verdicts 0 of 1  0:00",
            "machine  m1, 0:00",
            "machine  m2, 0:00",
            "machine  m3, 0:00",
            "machine  6 more");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 24", "2, 2", "3, 5", "10, 3", "40, 10", "80, 24", "200, 50"})
  void nothingIsWiderOrHigherThanTheScreen(int columns, int rows) {
    Played run =
        inTheMiddle()
            .boots("\u6f22\u5b57".repeat(60), "\u6f22".repeat(300))
            .event(new Event.BuildMoved("\u6f22".repeat(80), "compile", 5));
    List<AttributedString> shown = Panel.of(run.state, columns, rows);
    assertThat(shown).isNotEmpty().hasSizeLessThanOrEqualTo(Math.max(1, rows - 1));
    assertThat(shown)
        .allSatisfy(
            line -> assertThat(line.columnLength()).isLessThanOrEqualTo(Math.max(1, columns - 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2J\u001b[H\u001b]0;title\u0007",
        "a\u0000b\u0008\u007f\u009b31m",
        "\u202eevil\u2066\u2069\u200f",
        "e\u0301\u0301\u0301\u0301",
        "\ud83d\udc68\u200d\ud83d\udc69 \ufffd",
        "a\tb\nc\rd"
      })
  void aConsoleCannotDoAnythingToTheTerminal(String hostile) {
    List<AttributedString> shown =
        Panel.of(new Played().boots("m", hostile.repeat(30)).state, 80, 24);
    assertThat(shown).hasSize(3);
    assertThat(shown.get(2).columnLength()).isLessThan(80);
    assertThat(shown.get(2).toString().codePoints())
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> Character.getType(c) == Character.FORMAT)
        .noneMatch(c -> Character.getType(c) == Character.NON_SPACING_MARK)
        .noneMatch(c -> c > 0xffff);
  }

  @Test
  void colouredConsolesLoseTheirColoursOnly() {
    assertThat(new Played().boots("m", "\u001b[1;31mOops\u001b[0m: 0002").screen(80, 24))
        .last()
        .asString()
        .isEqualTo("         Oops: 0002");
  }

  @Test
  void verdictsAreCountedByKindAndColoured() {
    Played run =
        new Played()
            .begins("c", 4)
            .decided("a", "r", VerdictKind.FIXED)
            .decided("b", "r", VerdictKind.NOT_FIXED)
            .decided("c", "r", VerdictKind.FIXED)
            .decided("c", "r", VerdictKind.FIXED);
    AttributedString head = Panel.of(run.state, 80, 24).get(0);
    assertThat(head.toString()).contains("verdicts 3 of 4: 1 NOT_FIXED, 2 FIXED");
    assertThat(head.styleAt(head.toString().indexOf("1 NOT_FIXED")))
        .isEqualTo(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED));
    assertThat(head.styleAt(head.toString().indexOf("2 FIXED")))
        .isEqualTo(AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN));
  }
}
