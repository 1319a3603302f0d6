package dev.kverdict.terminal;

/** How wide the terminal is that standard output is. */
public final class OutputWidth {

  private OutputWidth() {}

  /**
   * Returns its columns.
   *
   * @param usual the answer if standard output is no terminal
   */
  public static int columns(int usual) {
    return Tty.ofOutput().map(tty -> tty.size().getColumns()).orElse(usual);
  }
}
