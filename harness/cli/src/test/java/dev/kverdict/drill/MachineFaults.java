package dev.kverdict.drill;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** QEMU is killed, or does not do what it should. */
final class MachineFaults {

  private static final Pattern VERSION = Pattern.compile("pc-(q35|i440fx)-[0-9]+\\.[0-9]");

  /** One trial that boots. */
  static final String[] BOOT = {"drill.yaml", "--kernel", "stock/right", "--cold", "--trials", "1"};

  private MachineFaults() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.add(killed("at its start", Stock.ALL, "console", "").asking(BOOT));
    all.add(killed("while the kernel boots", Stock.ALL, "console", "Linux version").asking(BOOT));
    all.add(killed("when user space is up", Stock.ALL, "agent", "hello").asking(BOOT));
    all.add(killed("while modules are loaded", Stock.ALL, "agent", "\"module\"").asking(BOOT));
    all.add(killed("when the image is mounted", Stock.ALL, "agent", "\"mount\"").asking(BOOT));
    all.add(killed("while it is saved", Stock.UNSAVED, "qmp", "\"STOP\""));
    all.add(killed("when it is restored", Stock.UNTRIED, "qmp", "\"RESUME\"").inShort());
    all.add(killed("when the program starts", Stock.UNTRIED, "agent", "\"started\""));
    all.add(killed("between two steps", Stock.UNTRIED, "agent", "\"output\""));
    all.add(killed("when the program has ended", Stock.UNTRIED, "agent", "\"exit\""));
    all.add(killed("when the guest has settled", Stock.UNTRIED, "agent", "\"settled\""));
    all.add(
        Fault.of("QEMU is not installed")
            .inShort()
            .from(Stock.ALL)
            .within(Tools.without("/usr/bin/qemu-system-x86_64"))
            .ending(4));
    all.add(
        Fault.of("QEMU is too old for an option")
            .asking(BOOT)
            .within(
                Tools.qemu(
                    """
                    case $* in
                      *--version*) echo "QEMU emulator version 2.1.0"; exit ;;
                    esac
                    echo "qemu-system-x86_64: -action: invalid option" >&2
                    exit 1
                    """))
            .ending(4));
    all.add(
        Fault.of("QEMU crashes at its start")
            .within(Tools.startingQemu("kill -SEGV $$\n"))
            .ending(4));
    all.add(
        Fault.of("QEMU starts and says nothing")
            .within(Tools.startingQemu("exec sleep 1000\n"))
            .from(Stock.ALL)
            .asking(BOOT)
            .ending(4));
    all.add(
        Fault.of("QEMU has no monitor that answers")
            .within(Tools.WITHOUT_MONITOR)
            .from(Stock.ALL)
            .asking(BOOT)
            .ending(4));
    all.add(
        Fault.of("QEMU gets no memory from the host")
            .inShort()
            .within(Tools.startingQemu("ulimit -v 200000\nexec REAL \"$@\"\n"))
            .ending(4));
    all.add(
        Fault.of("snapshots of another QEMU")
            .broken(
                stage -> {
                  stage.change("snapshot", "state", MachineFaults::ofAnotherMachine);
                  return List.of();
                }));
    all.add(
        Fault.of("the machine sleeps for two minutes in the middle of a trial")
            .within(Tools.LISTENING)
            .during(
                (run, drill) -> {
                  run.awaitMachine("agent", "\"started\"");
                  run.sendAll("STOP");
                  Drill.sleep(120);
                  run.sendAll("CONT");
                })
            .ending(0, 3, 4));
    all.add(
        Fault.of("30 programs that are always busy")
            .during((run, drill) -> drill.busy(30))
            .ending(0, 3));
    return all;
  }

  private static Fault killed(String when, Stock stock, String channel, String words) {
    // One trial is not enough for a verdict.
    return Fault.of("QEMU is killed " + when)
        .ending(0, 3)
        .from(stock)
        .within(Tools.LISTENING)
        .during((run, drill) -> DrillRun.send("KILL", List.of(run.awaitMachine(channel, words))));
  }

  /** The configuration at the beginning of a state has the name and version of its machine. */
  private static byte[] ofAnotherMachine(byte[] state) {
    String head = new String(state, 0, 4096, StandardCharsets.ISO_8859_1);
    Matcher version = VERSION.matcher(head);
    if (!version.find()) {
      throw new AssertionError("a state does not begin with the version of its machine");
    }
    byte[] changed = state.clone();
    changed[version.end() - 1]++;
    return changed;
  }
}
