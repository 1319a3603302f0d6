package dev.kverdict.verdict;

import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.StepResult;
import dev.kverdict.record.StuckTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From the evidence of one trial to its outcome. CLEAN is what remains when nothing speaks against
 * it: every proof that is missing leads to another outcome.
 */
public final class Outcomes {

  private final Evidence evidence;
  private final ReproducerDef program;
  private final AgentRecord agent;

  private Outcomes(Evidence evidence, ReproducerDef program) {
    this.evidence = evidence;
    this.program = program;
    this.agent = evidence.agent();
  }

  /** What the trial showed. */
  public static Outcome of(Evidence evidence, ReproducerDef program) {
    return new Outcomes(evidence, program).decide();
  }

  private Outcome decide() {
    Ending ending = evidence.ending();
    if (ending.kind() == Ending.Kind.HOST_FAULT) {
      return outcome(Outcome.Kind.INFRA, "host", ending.detail());
    }
    Optional<String> strange = otherKernel();
    if (strange.isPresent()) {
      return outcome(Outcome.Kind.INFRA, "build-id", strange.get());
    }
    if (!agent.userSpace()) {
      return outcome(Outcome.Kind.BOOT_FAILED, firstTitle(), bootDetail());
    }
    return crash()
        .or(this::failedCheck)
        .or(this::hang)
        .or(this::death)
        .or(this::slowness)
        .or(this::refusal)
        .or(this::notRun)
        .or(this::doubt)
        .orElseGet(() -> outcome(Outcome.Kind.CLEAN, "", "all steps ran, all witnesses agree"));
  }

  /** The guest must have run the very artefact that was meant. */
  private Optional<String> otherKernel() {
    for (Map.Entry<String, String> seen : agent.buildIds().entrySet()) {
      String expected = evidence.expectedBuildIds().get(seen.getKey());
      if (!seen.getValue().equals(expected)) {
        return Optional.of(
            "%s has build-id %s in the guest, %s was built"
                .formatted(seen.getKey(), seen.getValue(), expected == null ? "none" : expected));
      }
    }
    return Optional.empty();
  }

  /** The first report is the cause; what follows is its consequence. */
  private Optional<Outcome> crash() {
    if (evidence.crashes().isEmpty()) {
      return Optional.empty();
    }
    CrashReport first = evidence.crashes().get(0);
    String detail =
        first.source() == null ? first.title() : first.title() + " at " + first.source();
    boolean expected =
        program.fails() != null && !first.corrupted() && first.meets(program.fails().crash());
    if (expected && ranUnderTest()) {
      return Optional.of(outcome(Outcome.Kind.FAILED_AS_EXPECTED, first.title(), detail));
    }
    Outcome.Kind kind = isHang(first) ? Outcome.Kind.HUNG : Outcome.Kind.FAILED_OTHERWISE;
    return Optional.of(outcome(kind, first.title(), detail));
  }

  /** Nothing of the case ran before the mount: a crash earlier is another one. */
  private boolean ranUnderTest() {
    return evidence.ending().phase() != Phase.BOOT;
  }

  private static boolean isHang(CrashReport report) {
    String title = report.title();
    return title.startsWith("INFO: task hung")
        || title.startsWith("BUG: soft lockup")
        || title.startsWith("INFO: rcu detected stall");
  }

  /** The program ran to its check, the check failed, and it says so by both its voices. */
  private Optional<Outcome> failedCheck() {
    AgentRecord.ProgramExit exit = agent.exit();
    if (exit == null || exit.code() != 1) {
      return Optional.empty();
    }
    List<StepResult> steps = agent.steps();
    StepResult last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last == null || last.ok()) {
      return Optional.of(
          outcome(
              Outcome.Kind.FAILED_OTHERWISE,
              "exit code 1",
              "the program ended with 1 and named no failed check"));
    }
    String title = "check " + last.name();
    boolean expected =
        program.fails() != null
            && last.name().equals(program.fails().check())
            && program.steps().indexOf(last.name()) == passed();
    return Optional.of(
        outcome(
            expected ? Outcome.Kind.FAILED_AS_EXPECTED : Outcome.Kind.FAILED_OTHERWISE,
            title,
            title + " failed"));
  }

  private Optional<Outcome> hang() {
    for (StuckTask task : agent.stuck()) {
      if (task.state().equals("D") || task.survivedKill()) {
        String where = task.stack().isEmpty() ? "" : " in " + task.stack().get(0);
        return Optional.of(
            outcome(
                Outcome.Kind.HUNG,
                "task hung",
                "task %s in state %s%s%s"
                    .formatted(
                        task.name(),
                        task.state(),
                        where,
                        task.survivedKill() ? ", survived SIGKILL" : "")));
      }
    }
    if (evidence.ending().kind() == Ending.Kind.AGENT_SILENT) {
      return Optional.of(outcome(Outcome.Kind.HUNG, "heartbeat lost", evidence.ending().detail()));
    }
    return Optional.empty();
  }

  private Optional<Outcome> death() {
    Ending ending = evidence.ending();
    if (ending.kind() == Ending.Kind.GUEST_STOPPED) {
      return Optional.of(outcome(Outcome.Kind.VM_DIED, "guest stopped", ending.detail()));
    }
    if (!evidence.guestEvents().isEmpty()) {
      return Optional.of(
          outcome(
              Outcome.Kind.VM_DIED,
              "guest event",
              "QEMU reported " + String.join(", ", evidence.guestEvents())));
    }
    return Optional.empty();
  }

  private Optional<Outcome> slowness() {
    if (evidence.ending().kind() == Ending.Kind.DEADLINE || agent.timedOut()) {
      return Optional.of(
          outcome(
              Outcome.Kind.TIMEOUT,
              "time limit",
              agent.timedOut() ? "the program did not end in time" : evidence.ending().detail()));
    }
    return Optional.empty();
  }

  private Optional<Outcome> refusal() {
    for (StepResult step : agent.steps()) {
      if (!step.ok() && step.errno() != null) {
        return Optional.of(
            outcome(
                Outcome.Kind.REFUSED,
                step.name() + ":" + step.errno(),
                "step " + step.name() + " returned " + step.errno()));
      }
    }
    return Optional.empty();
  }

  private Optional<Outcome> notRun() {
    int passed = passed();
    if (passed < program.steps().size()) {
      String step = program.steps().get(passed);
      return Optional.of(
          outcome(Outcome.Kind.NOT_RUN, step, "step " + step + " did not do its work"));
    }
    if (agent.steps().size() != program.steps().size() && !program.steps().isEmpty()) {
      return Optional.of(
          outcome(Outcome.Kind.NOT_RUN, "steps", "it reported other steps than it declares"));
    }
    AgentRecord.ProgramExit exit = agent.exit();
    if (exit == null || exit.code() != 0) {
      String how =
          exit == null
              ? "no end of the program was reported"
              : exit.signal() != 0 ? "signal " + exit.signal() : "exit code " + exit.code();
      return Optional.of(outcome(Outcome.Kind.NOT_RUN, "end", how));
    }
    return Optional.empty();
  }

  /** All went well, it seems: now every witness has to say so. */
  private Optional<Outcome> doubt() {
    if (evidence.ending().kind() != Ending.Kind.QUIT_BY_HOST) {
      return Optional.of(outcome(Outcome.Kind.VM_DIED, "no end", evidence.ending().detail()));
    }
    if (!agent.settled()) {
      return Optional.of(otherwise("settle", "sync or unmount failed: " + faults()));
    }
    Long start = agent.taintStart();
    Long end = agent.taintEnd();
    if (start == null || end == null) {
      return Optional.of(otherwise("taint", "the kernel's taint bits are not known"));
    }
    if (!start.equals(end)) {
      return Optional.of(
          otherwise("taint " + (end & ~start), "taint went from " + start + " to " + end));
    }
    Map<String, String> missing = new HashMap<>(evidence.expectedBuildIds());
    missing.keySet().retainAll(List.of("vmlinux"));
    missing.keySet().removeAll(agent.buildIds().keySet());
    if (!missing.isEmpty() || agent.buildIds().isEmpty()) {
      return Optional.of(
          outcome(Outcome.Kind.INFRA, "build-id", "the guest did not report its build-id"));
    }
    if (!agent.faults().isEmpty()) {
      return Optional.of(otherwise("agent", faults()));
    }
    return Optional.empty();
  }

  private Outcome otherwise(String title, String detail) {
    return outcome(Outcome.Kind.FAILED_OTHERWISE, title, detail);
  }

  /** How many declared steps succeeded, in the declared order. */
  private int passed() {
    int passed = 0;
    for (StepResult step : agent.steps()) {
      if (passed < program.steps().size()
          && step.ok()
          && step.name().equals(program.steps().get(passed))) {
        passed++;
      } else {
        break;
      }
    }
    return passed;
  }

  private String firstTitle() {
    return evidence.crashes().isEmpty() ? "no user space" : evidence.crashes().get(0).title();
  }

  private String bootDetail() {
    return evidence.crashes().isEmpty()
        ? "no user space: " + evidence.ending().detail()
        : "no user space: " + evidence.crashes().get(0).title();
  }

  private String faults() {
    return agent.faults().isEmpty() ? "no reason given" : String.join("; ", agent.faults());
  }

  private Outcome outcome(Outcome.Kind kind, String title, String detail) {
    return new Outcome(kind, title, detail, passed());
  }
}
