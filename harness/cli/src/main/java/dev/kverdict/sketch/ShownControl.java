package dev.kverdict.sketch;

import dev.kverdict.campaign.FirstFailure;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Outcome;
import dev.kverdict.verdict.ShownFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a control showed, and what the case says because of it.
 *
 * @param sketch the case
 * @param found what was found on the control
 */
public record ShownControl(CaseSketch sketch, FirstFailure.Found found) {

  /** Returns whether the case's failure is one that the control showed. */
  public boolean asExpected() {
    return sketch.expected().crash() == null
        ? found.last().failed()
        : found.trial().outcome().kind() == Outcome.Kind.FAILED_AS_EXPECTED;
  }

  /** Returns how the case's reproducer fails. */
  public KnownFailure failure() {
    String title = sketch.expected().crash();
    ShownFailure shown = found.last();
    if (title != null) {
      String remark =
          asExpected()
              ? null
              : "TODO: " + control() + "; if that is the bug, write it here instead";
      return new KnownFailure(title, null, sketch.steps(), remark);
    }
    if (!shown.failed()) {
      return new KnownFailure(
          FirstFailure.UNKNOWN,
          null,
          sketch.steps(),
          "TODO: write the title of the crash; " + control());
    }
    // A check can only be expected among the steps that are declared.
    boolean declare = shown.check() != null && sketch.steps().isEmpty();
    return new KnownFailure(
        shown.crash(), shown.check(), declare ? shown.steps() : sketch.steps(), null);
  }

  /** Returns what it showed, for a person. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(SketchText.line("control", control()));
    AgentRecord agent = found.trial().evidence().agent();
    if (!agent.unanswered().isEmpty()) {
      lines.add(
          SketchText.line(
              "missing",
              "modules that the kernel asked for in vain: "
                  + String.join(", ", agent.unanswered())));
    }
    found.watched().words().forEach(words -> lines.add(SketchText.line("watched", words)));
    return lines;
  }

  private String control() {
    ShownFailure shown = found.last();
    String title = sketch.expected().crash();
    String trials = found.trials() == 1 ? "in the first trial" : "in trial " + found.trials();
    String what =
        shown.crash() != null
            ? '"' + shown.crash() + '"'
            : shown.check() != null
                ? "the check " + shown.check() + " failed"
                : title != null && asExpected() ? '"' + title + '"' : shown.instead();
    if (what.isEmpty()) {
      return "no failure in %d %s%s"
          .formatted(
              found.trials(),
              found.trials() == 1 ? "trial" : "trials",
              title == null ? "" : ": not \"" + title + "\"");
    }
    boolean other = title != null && !asExpected();
    return "%s%s%s, %s"
        .formatted(other ? "not \"" + title + "\", but " : "", what, after(), trials);
  }

  /** Returns how long it took, if the program had begun. */
  private String after() {
    Long millis = found.trial().evidence().ending().ranMillis();
    return millis == null ? "" : String.format(Locale.ROOT, " after %.1f s", millis / 1000.0);
  }
}
