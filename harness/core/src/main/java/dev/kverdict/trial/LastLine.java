package dev.kverdict.trial;

import dev.kverdict.guest.AgentMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/** Remembers the last line of a machine's console that is not blank, and passes on its steps. */
public final class LastLine implements TrialListener, Supplier<String> {

  /** The most bytes of a line that are kept: no terminal is wider. */
  private static final int MOST = 1000;

  private final TrialListener listener;
  private final byte[] begun = new byte[MOST];
  private int length;
  private boolean blank = true;
  private volatile byte[] line = {};

  /**
   * @param listener hears of the steps, too
   */
  public LastLine(TrialListener listener) {
    this.listener = listener;
  }

  @Override
  public void at(TrialStep step, String detail) {
    listener.at(step, detail);
  }

  @Override
  public void heard(AgentMessage message) {
    listener.heard(message);
  }

  @Override
  public void console(byte[] buffer, int count) {
    listener.console(buffer, count);
    for (int i = 0; i < count; i++) {
      byte next = buffer[i];
      if (next == '\n') {
        if (!blank) {
          line = Arrays.copyOf(begun, length);
        }
        length = 0;
        blank = true;
      } else if (length < MOST && next != '\r') {
        begun[length++] = next;
        blank &= next == ' ' || next == '\t';
      }
    }
  }

  /** Returns the line; whatever is no UTF-8 in it is replaced. */
  @Override
  public String get() {
    return new String(line, StandardCharsets.UTF_8);
  }
}
