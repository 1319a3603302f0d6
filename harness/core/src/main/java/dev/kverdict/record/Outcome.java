package dev.kverdict.record;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one trial.
 *
 * @param kind the kind
 * @param title a stable name for it: a crash title, {@code check NAME}, {@code STEP: ERRNO}; empty
 *     when clean
 * @param detail one line for a person
 * @param stepsPassed the number of declared steps that had succeeded at the end: how far the trial
 *     came, and the place of what it showed
 * @param settled whether it reached the end of the settle phase
 * @param site the place of the crash that decided: {@code file:line} if the console has it, else
 *     {@code symbol+0xoffset}, or null
 * @param snapshot the snapshot that the trial resumed from, or null when it booted
 * @param findings the findings, in order
 * @param ran how long its program ran, or null if it never started or declares its steps
 */
public record Outcome(
    Kind kind,
    String title,
    String detail,
    int stepsPassed,
    boolean settled,
    @Nullable String site,
    @Nullable String snapshot,
    List<Finding> findings,
    @Nullable Ran ran) {

  /** The kinds of outcome. */
  public enum Kind {
    /** Every declared step ran and succeeded, the check passed, all witnesses agree, settled. */
    CLEAN,
    /** The failure that the case describes. */
    FAILED_AS_EXPECTED,
    /** Another crash, another check, a taint bit, an unmount that failed. */
    FAILED_OTHERWISE,
    /** A step returned an error. */
    REFUSED,
    /** A kernel report of a hang, a lost heartbeat, or a task that cannot be killed. */
    HUNG,
    /** Slow, without proof of a hang. */
    TIMEOUT,
    /** Reset, silence or lost agent after the kernel started: a fact about the guest. */
    VM_DIED,
    /** The program did not do what it declared. */
    NOT_RUN,
    /** No user space. */
    BOOT_FAILED,
    /** A cause on the host. */
    INFRA
  }

  public Outcome {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(detail, "detail");
    findings = List.copyOf(findings);
  }

  /** Returns a copy with another kind and detail. */
  public Outcome as(Kind otherKind, String otherDetail) {
    return new Outcome(
        otherKind, title, otherDetail, stepsPassed, settled, site, snapshot, findings, ran);
  }

  /** Returns a copy without some of its findings. */
  public Outcome without(Predicate<Finding> which) {
    return new Outcome(
        kind,
        title,
        detail,
        stepsPassed,
        settled,
        site,
        snapshot,
        findings.stream().filter(which.negate()).toList(),
        ran);
  }

  /** Returns whether the trial got past a place, as in {@link Finding#place()}. */
  public boolean passed(int place) {
    return settled || stepsPassed > place;
  }
}
