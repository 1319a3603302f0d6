package dev.kverdict.verdict;

import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Running;
import dev.kverdict.model.Sandbox;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.record.Outcome;
import dev.kverdict.text.Label;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trials with known outcomes. A detector that misses one proves nothing about a patch. */
public enum Canary {
  /** Does its step and ends. */
  CLEAN(Outcome.Kind.CLEAN, Duration.ofSeconds(20)),
  /** Crashes the kernel. */
  CRASH(Outcome.Kind.FAILED_OTHERWISE, Duration.ofSeconds(20)),
  /** Resets the machine silently. */
  RESET(Outcome.Kind.VM_DIED, Duration.ofSeconds(20)),
  /** Leaves a task in uninterruptible sleep. */
  HANG(Outcome.Kind.HUNG, Duration.ofSeconds(1)),
  /** Keeps every processor busy. */
  SILENCE(Outcome.Kind.HUNG, Duration.ofSeconds(20));

  private final Outcome.Kind expected;
  private final Duration timeout;

  Canary(Outcome.Kind expected, Duration timeout) {
    this.expected = expected;
    this.timeout = timeout;
  }

  /** Returns the outcome its trial must have. */
  public Outcome.Kind expected() {
    return expected;
  }

  /** Returns the program; no program of a matrix can have its name. */
  public ReproducerDef program() {
    String word = Label.of(this);
    return new ReproducerDef(
        "canary+" + word,
        ProgramDef.c(Path.of("canary.c")),
        Running.on(null, timeout, SnapshotPoint.NONE).with(List.of(word)),
        List.of("done"),
        null,
        List.of());
  }

  /** Returns a program that does nothing on a program's images; none of a matrix has its name. */
  public static ReproducerDef baseline(ReproducerDef program) {
    return new ReproducerDef(
        "baseline+" + String.join("+", program.images()),
        ProgramDef.c(Path.of("canary.c")),
        new Running(
            CLEAN.program().running().args(),
            program.images(),
            Sandbox.NONE,
            CLEAN.timeout,
            SnapshotPoint.NONE),
        List.of(),
        null,
        List.of());
  }

  /**
   * Returns what the detectors missed.
   *
   * @param outcomes an outcome for every canary
   * @return the first miss; empty if there is none, or if the kernel does not boot at all
   */
  public static Optional<String> missed(Map<Canary, Outcome> outcomes) {
    Outcome clean = outcomes.get(CLEAN);
    if (clean != null && clean.kind() == Outcome.Kind.BOOT_FAILED) {
      return Optional.empty();
    }
    return Arrays.stream(values())
        .flatMap(canary -> canary.missed(outcomes.get(canary)).stream())
        .findFirst();
  }

  private Optional<String> missed(@Nullable Outcome seen) {
    if (seen != null && seen.kind() == expected) {
      return Optional.empty();
    }
    return Optional.of(
        "the detectors are not to be trusted on this kernel: canary %s has to be found %s, was %s"
            .formatted(
                Label.of(this),
                expected,
                seen == null ? "not run" : seen.kind() + " (" + seen.detail() + ")"));
  }
}
