package dev.kverdict.terminal;

import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.ScreenTerminal;

/** What somebody sees who sits before a terminal. */
final class Screens {

  private Screens() {}

  /** Returns the lines of a screen, without blanks at their ends and empty lines at the end. */
  static List<String> lines(ScreenTerminal screen) {
    String shown = screen.toString().stripTrailing();
    return shown.lines().map(String::stripTrailing).collect(Collectors.toList());
  }
}
