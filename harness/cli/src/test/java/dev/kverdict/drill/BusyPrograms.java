package dev.kverdict.drill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Programs that do nothing but use the processors, until they are closed. */
final class BusyPrograms {

  /** Ends when the drill does, however that ends. */
  private static final String LOOP =
      "while [ -d /proc/%d ]; do :; done".formatted(ProcessHandle.current().pid());

  private final List<Process> programs = new ArrayList<>();

  private BusyPrograms() {}

  static BusyPrograms start(int count) throws IOException {
    BusyPrograms busy = new BusyPrograms();
    for (int i = 0; i < count; i++) {
      busy.programs.add(new ProcessBuilder("sh", "-c", LOOP).start());
    }
    return busy;
  }

  void close() {
    programs.forEach(Process::destroyForcibly);
  }
}
