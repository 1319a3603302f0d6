package dev.kverdict.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** QEMU is killed, or does not do what it should. */
final class MachineFaults {

  /** Longer than a guest may be silent under emulation. */
  private static final Duration ASLEEP = Duration.ofSeconds(35);

  /** How long such a run may take with 15 others for each processor. */
  private static final Duration BUSY = Duration.ofMinutes(20);

  /** One trial that boots. */
  static final String[] BOOT = {"drill.yaml", "--kernel", "stock/right", "--cold", "--trials", "1"};

  private MachineFaults() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.add(killed("at its start", Stock.ALL, "console", "").asking(BOOT));
    all.add(killed("when user space is up", Stock.ALL, "agent", "hello").asking(BOOT));
    all.add(killed("while modules are loaded", Stock.ALL, "agent", "\"module\"").asking(BOOT));
    all.add(killed("when the image is mounted", Stock.ALL, "agent", "\"mount\"").asking(BOOT));
    all.add(killed("while it is saved", Stock.UNSAVED, "qmp", "\"STOP\""));
    all.add(killed("when it is restored", Stock.UNTRIED, "qmp", "\"RESUME\""));
    all.add(killed("when the program starts", Stock.UNTRIED, "agent", "\"started\""));
    all.add(killed("between two steps", Stock.UNTRIED, "agent", "\"output\""));
    all.add(killed("when the program has ended", Stock.UNTRIED, "agent", "\"exit\""));
    all.add(stopped("at its start", "console", ""));
    all.add(stopped("when the program starts", "agent", "\"started\""));
    all.add(
        Fault.of("kverdict and QEMU are stopped for 35 s when the program starts, as by sleep")
            .within(Tools.LISTENING)
            .during(
                (run, drill) -> {
                  run.awaitMachine("agent", "\"started\"");
                  run.sleep(ASLEEP);
                }));
    all.add(
        Fault.of("QEMU crashes at its start")
            .within(Tools.startingQemu("kill -SEGV $$\n"))
            .ending(4));
    all.add(
        Fault.of("QEMU is of another version than the snapshots")
            .within(
                Tools.qemu(
                    """
                    case $* in *--version*) echo "QEMU emulator version 5.2.0"; exit 0 ;; esac
                    exec REAL "$@"
                    """)));
    all.add(
        Fault.of("another run and two sweeps on the same store")
            .during(
                (run, drill) -> {
                  run.awaitEvent("trial-started", 1);
                  drill.beside("cache", "sweep");
                  drill.beside("verify", "drill.yaml");
                  drill.beside("cache", "sweep");
                }));
    all.add(
        Fault.of("30 busy programs on this host")
            .during(
                (run, drill) -> {
                  BusyPrograms busy = BusyPrograms.start(30);
                  try {
                    run.exitCode(BUSY);
                  } finally {
                    busy.close();
                  }
                }));
    all.add(
        Fault.of("QEMU is not installed")
            .inShort()
            .from(Stock.ALL)
            .within(Tools.without("/usr/bin/qemu-system-x86_64"))
            .ending(4));
    all.add(
        Fault.of("QEMU gets no memory from the host")
            .within(Tools.startingQemu("ulimit -v 200000\nexec REAL \"$@\"\n"))
            .ending(4));
    return all;
  }

  private static Fault stopped(String when, String channel, String words) {
    return Fault.of("QEMU alone is stopped " + when)
        .within(Tools.LISTENING)
        .during((run, drill) -> DrillRun.send("STOP", List.of(run.awaitMachine(channel, words))));
  }

  private static Fault killed(String when, Stock stock, String channel, String words) {
    // One trial is not enough for a verdict.
    return Fault.of("QEMU is killed " + when)
        .ending(0, 3)
        .from(stock)
        .within(Tools.LISTENING)
        .during((run, drill) -> DrillRun.send("KILL", List.of(run.awaitMachine(channel, words))));
  }
}
