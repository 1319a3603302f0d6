package dev.kverdict.verdict;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Suggests what to try if the control does not fail, except what was tried already. */
final class NextTry {

  private NextTry() {}

  static String words(CellFacts facts) {
    CellCase cell = facts.cell();
    ReproducerDef program = cell.program();
    List<String> ways = new ArrayList<>();
    otherFailure(facts)
        .ifPresent(title -> ways.add("if '" + title + "' is the bug, write that under fails:"));
    if (cell.setting().processors() == 1) {
      ways.add("more processors, for a race (smp: 2 at the kernel)");
    }
    if (!cell.setting().detectors().contains("KASAN")) {
      ways.add(
          "a kernel with KASAN, which reports what others outlive (with: [kasan] below config: of a"
              + " kernel that is built)");
    }
    ways.add(
        "a longer run (the reproducer's own loop, timeout: above %d s, --max-trials above %d)"
            .formatted(program.timeout().toSeconds(), cell.plan().maxTrials()));
    ways.add(
        program.images().isEmpty()
            ? "the image that the reproducer was written for (image:)"
            : "another image than " + String.join(", ", program.images()));
    return "what to try next: " + String.join("; ", ways);
  }

  /** Returns the control's failure other than by a crash, if any: it may be the bug. */
  private static Optional<String> otherFailure(CellFacts facts) {
    return facts
        .control()
        .find(o -> fails(o) && !SeenInstead.decided(o))
        .map(Outcome::title)
        .filter(title -> !title.isEmpty());
  }

  private static boolean fails(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.FAILED_OTHERWISE || outcome.kind() == Outcome.Kind.HUNG;
  }
}
