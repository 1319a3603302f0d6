package dev.kverdict.drill;

import java.util.ArrayList;
import java.util.List;

/** The run itself is killed, or asked to end. */
final class EndedRuns {

  private static final int KILLED = 137;

  private EndedRuns() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.add(
        killed("when its log of events begins", Stock.ALL, (r, d) -> r.awaitEvent("run-started", 1))
            .inShort());
    all.add(killed("while a module is compiled", Stock.UNBUILT, (r, d) -> r.awaitProgram("cc1")));
    all.add(
        killed(
                "while a guest boots",
                Stock.ALL,
                (r, d) -> r.awaitMachine("console", "Linux version"))
            .asking(MachineFaults.BOOT)
            .within(Tools.LISTENING));
    all.add(
        killed("while a guest is saved", Stock.UNSAVED, (r, d) -> r.awaitMachine("qmp", "\"STOP\""))
            .within(Tools.LISTENING));
    all.add(
        killed("when one was saved", Stock.UNSAVED, (r, d) -> r.awaitEvent("machine-saved", 1)));
    all.add(
        killed("when a trial begins", Stock.UNTRIED, (r, d) -> r.awaitEvent("trial-started", 1)));
    all.add(
        killed(
                "while a program runs",
                Stock.UNTRIED,
                (r, d) -> r.awaitMachine("agent", "\"started\""))
            .within(Tools.LISTENING));
    all.add(
        killed(
            "when the second trial begins",
            Stock.UNTRIED,
            (r, d) -> r.awaitEvent("trial-started", 2)));
    all.add(killed("when a cell is decided", Stock.ALL, (r, d) -> r.awaitEvent("cell-decided", 1)));
    all.add(
        killed("while it writes its reports", Stock.ALL, (r, d) -> r.awaitFile("verdict.json"))
            .ending(0, KILLED)); // it may be done
    asked(all, "INT", 130);
    asked(all, "TERM", 143);
    asked(all, "HUP", 129);
    all.add(
        Fault.of("two runs and a sweep at once, on one store")
            .during(
                (run, drill) -> {
                  run.awaitEvent("trial-started", 1);
                  try (DrillRun other = drill.another();
                      DrillRun sweep = drill.sweep()) {
                    Drill.require(sweep, 0);
                    Drill.require(other, 0);
                  }
                }));
    return all;
  }

  private static Fault killed(String when, Stock stock, Fault.Blow moment) {
    return Fault.of("kverdict is killed (SIGKILL) " + when)
        .from(stock)
        .during(
            (run, drill) -> {
              moment.fall(run, drill);
              run.send("KILL");
            })
        .ending(KILLED)
        .leavingTheRest();
  }

  private static void asked(List<Fault> all, String signal, int code) {
    Fault once =
        Fault.of("SIG" + signal + " in the middle of a trial")
            .during(
                (run, drill) -> {
                  run.awaitEvent("trial-started", 1);
                  run.send(signal);
                })
            .ending(code);
    all.add(signal.equals("INT") ? once.inShort() : once);
    all.add(
        Fault.of("SIG" + signal + " twice")
            .during(
                (run, drill) -> {
                  run.awaitEvent("trial-started", 1);
                  run.send(signal);
                  run.awaitPrinted("once more");
                  run.send(signal);
                })
            .ending(code)
            .leavingTheRest());
  }
}
