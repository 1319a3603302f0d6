package dev.kverdict.cli;

import dev.kverdict.terminal.Output;
import dev.kverdict.terminal.OutputWidth;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the commands of one process share.
 *
 * @param out standard output
 * @param err standard error
 * @param raw what standard output writes to, or null if it is not the process's own
 * @param interruption what ends the process before its time
 */
record Session(Output out, Output err, @Nullable OutputStream raw, Interruption interruption) {

  /** A command line that is a part of another program: nothing is drawn, nothing interrupted. */
  static Session within() {
    Output out = new Output(OutputStream.nullOutputStream());
    Output err = new Output(OutputStream.nullOutputStream());
    return new Session(out, err, null, Interruption.never(out, err));
  }

  /**
   * Returns how many columns a line on standard output has.
   *
   * @param usual how many, if it is no terminal
   */
  int columns(int usual) {
    return raw == null ? usual : OutputWidth.columns(usual);
  }

  /** Returns the outputs that may go to one terminal. */
  List<Output> outputs() {
    return List.of(out, err);
  }
}
