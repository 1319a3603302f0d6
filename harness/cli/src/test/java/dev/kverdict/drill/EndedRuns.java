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
        killed("while it writes its reports", Stock.ALL, (r, d) -> r.awaitFile("verdict.json"))
            .ending(0, KILLED)); // it may be done
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
}
