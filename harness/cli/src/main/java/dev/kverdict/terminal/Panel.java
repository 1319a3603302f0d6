package dev.kverdict.terminal;

import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Lays out the state of a run on a part of the screen. */
final class Panel {

  private static final String GAP = "  ";
  private static final String BUILD = "build    ";
  private static final String MACHINE = "machine  ";
  private static final String INDENT = " ".repeat(MACHINE.length());
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;

  private final RunState state;
  private final int columns;
  private final int most;
  private final List<AttributedString> lines = new ArrayList<>();

  private Panel(RunState state, int columns, int most) {
    this.state = state;
    this.columns = columns;
    this.most = most;
  }

  /**
   * Returns what is to be seen of a run on a screen of this size, without ends of lines. It has
   * fewer rows than the screen, none is as long as the screen is wide, and there is at least one.
   */
  static List<AttributedString> of(RunState state, int columns, int rows) {
    return new Panel(state, Math.max(1, columns - 1), Math.max(1, rows - 1)).lines();
  }

  private List<AttributedString> lines() {
    head();
    for (RunState.Build build : state.builds()) {
      line(BUILD + words(build), PLAIN);
    }
    machines(state.machines());
    return List.copyOf(lines.subList(0, Math.min(most, lines.size())));
  }

  /** The numbers of the run, on as many lines as they need. */
  private void head() {
    List<AttributedString> parts = new ArrayList<>();
    if (!state.caseName().isEmpty()) {
      parts.add(part(state.caseName(), PLAIN.bold()));
    }
    RunState.Count count = state.count();
    if (count.planned() > 0) {
      String of = count.rough() ? " of about " : " of ";
      parts.add(part("trials " + count.done() + of + count.planned(), PLAIN));
    }
    if (state.cells() > 0) {
      parts.add(verdicts());
    }
    parts.add(part(clock(state.elapsed()), PLAIN));
    state.left().ifPresent(left -> parts.add(part(roughly(left) + " left", PLAIN)));
    AttributedStringBuilder row = new AttributedStringBuilder();
    for (AttributedString whole : parts) {
      AttributedString part = whole.columnSubSequence(0, columns);
      if (row.length() > 0 && row.columnLength() + GAP.length() + part.columnLength() > columns) {
        lines.add(row.toAttributedString());
        row = new AttributedStringBuilder();
      }
      row.append(row.length() == 0 ? "" : GAP).append(part);
    }
    lines.add(row.toAttributedString());
  }

  private AttributedString verdicts() {
    Map<VerdictKind, Integer> kinds = new TreeMap<>();
    state.verdicts().forEach(kind -> kinds.merge(kind, 1, Integer::sum));
    AttributedStringBuilder text = new AttributedStringBuilder();
    text.append("verdicts %d of %d".formatted(state.verdicts().size(), state.cells()));
    String before = ": ";
    for (Map.Entry<VerdictKind, Integer> kind : kinds.entrySet()) {
      String one = "%d %s".formatted(kind.getValue(), kind.getKey());
      if (text.columnLength() + before.length() + one.length() > columns) {
        break;
      }
      text.append(before).append(one, style(kind.getKey().verdictClass()));
      before = ", ";
    }
    return text.toAttributedString();
  }

  private static AttributedStyle style(VerdictClass of) {
    return switch (of) {
      case PASS -> PLAIN.foreground(AttributedStyle.GREEN);
      case FAIL, ERROR -> PLAIN.foreground(AttributedStyle.RED);
      case UNDECIDED -> PLAIN.foreground(AttributedStyle.YELLOW);
    };
  }

  private String words(RunState.Build build) {
    String objects =
        build.objects() == 0
            ? ""
            : ", %d%s objects"
                .formatted(
                    build.objects(),
                    build.about() < build.objects() ? "" : " of about " + build.about());
    return "%s: %s%s, %s"
        .formatted(
            ShownText.of(build.kernel()), build.step(), objects, clock(state.since(build.since())));
  }

  /** Each machine with the last line of its console, as far as there is room. */
  private void machines(List<RunState.Machine> machines) {
    int room = most - lines.size();
    int shown = machines.size() <= room ? machines.size() : Math.max(0, room - 1);
    int consoles = Math.min(shown, room - machines.size());
    for (int i = 0; i < shown; i++) {
      RunState.Machine machine = machines.get(i);
      line(
          "%s%s, %s"
              .formatted(
                  MACHINE, ShownText.of(machine.name()), clock(state.since(machine.since()))),
          PLAIN);
      if (i < consoles) {
        String last = ShownText.of(machine.console().get()).strip();
        line(last.isEmpty() ? "" : INDENT + last, PLAIN.faint());
      }
    }
    if (shown < machines.size()) {
      line("%s%d more".formatted(MACHINE, machines.size() - shown), PLAIN);
    }
  }

  private AttributedString part(String text, AttributedStyle style) {
    return new AttributedString(ShownText.cut(ShownText.of(text), columns), style);
  }

  private void line(String text, AttributedStyle style) {
    lines.add(new AttributedString(ShownText.cut(text, columns), style));
  }

  /** Returns {@code 0:42}, or {@code 1:02:03} from an hour on. */
  private static String clock(Duration time) {
    long seconds = time.toSeconds();
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** Returns a time that is not known better than this. */
  private static String roughly(Duration time) {
    long seconds = time.toSeconds();
    return seconds < 10
        ? "a few seconds"
        : seconds < 90 ? "about %d s".formatted(Math.round(seconds / 10.0) * 10) : minutes(seconds);
  }

  private static String minutes(long seconds) {
    long minutes = Math.round(seconds / 60.0);
    return minutes < 90
        ? "about %d min".formatted(minutes)
        : "about %d h".formatted(Math.round(minutes / 60.0));
  }
}
