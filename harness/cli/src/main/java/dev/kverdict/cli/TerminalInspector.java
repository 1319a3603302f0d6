package dev.kverdict.cli;

import dev.kverdict.trial.DeadGuestInspector;
import dev.kverdict.trial.HeldMachine;
import java.io.IOException;
import java.io.PrintWriter;

/** Keeps the first machine whose guest died until the user has inspected it with gdb. */
final class TerminalInspector implements DeadGuestInspector {

  private final PrintWriter out;
  private boolean held;

  TerminalInspector(PrintWriter out) {
    this.out = out;
  }

  @Override
  public synchronized void inspect(HeldMachine machine) {
    if (held) {
      return;
    }
    held = true;
    out.printf(
        """
        held: trial %s is stopped (%s)
          console: %s/console.log
          attach:  gdb %s -ex 'target remote %s'
          modules: add-symbol-file MODULE.ko ADDRESS; the debug files are in %s/debug
          end it:  press Enter, or type kill in gdb
        """,
        machine.trial(),
        machine.why(),
        machine.evidence(),
        machine.kernel(),
        machine.gdb(),
        machine.kernel().getParent());
    out.flush();
    try {
      int typed = System.in.read();
      if (typed < 0) { // nobody can press Enter
        machine.end().run();
      }
    } catch (IOException e) {
      machine.end().run();
    }
  }
}
