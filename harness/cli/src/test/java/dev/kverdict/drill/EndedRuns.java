package dev.kverdict.drill;

import java.util.ArrayList;
import java.util.List;

/** The run itself is killed. */
final class EndedRuns {

  private static final int KILLED = 137;

  private EndedRuns() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.add(
        killed("when its log of events begins", Stock.ALL, (r, d) -> r.awaitEvent("run-started", 1))
            .inShort());
    all.add(
        killed("while a module is built", Stock.ALL, (r, d) -> r.awaitProgram("/make"))
            .broken(Stage::writeUnbuilt));
    all.add(atMachine("while a guest is saved", Stock.UNSAVED, "qmp", "\"STOP\""));
    all.add(atMachine("when a guest is restored", Stock.UNTRIED, "qmp", "\"RESUME\""));
    all.add(atMachine("when the program starts", Stock.UNTRIED, "agent", "\"started\""));
    all.add(killed("when the first trial begins", Stock.UNTRIED, event("trial-started", 1)));
    all.add(killed("between two trials", Stock.UNTRIED, event("trial-ended", 10)));
    all.add(killed("when the first verdict is there", Stock.UNTRIED, event("cell-decided", 1)));
    all.add(
        killed("when all verdicts are there", Stock.ALL, event("cell-decided", 2))
            .ending(0, KILLED)); // it may be done
    all.add(
        killed("while it writes its reports", Stock.ALL, (r, d) -> r.awaitFile("verdict.json"))
            .ending(0, KILLED)); // it may be done
    return all;
  }

  private static Fault.Blow event(String type, int count) {
    return (run, drill) -> run.awaitEvent(type, count);
  }

  private static Fault atMachine(String when, Stock stock, String channel, String words) {
    return killed(when, stock, (run, drill) -> run.awaitMachine(channel, words))
        .within(Tools.LISTENING);
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
}
