package dev.kverdict.record;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The verdicts that a cell's trials and its control can prove. */
public enum VerdictKind {
  PATCH_REJECTED(VerdictClass.FAIL),
  BUILD_FAILED(VerdictClass.FAIL),
  ALREADY_APPLIED(VerdictClass.UNDECIDED),
  NO_CHANGE(VerdictClass.UNDECIDED),
  NOT_FIXED(VerdictClass.FAIL),
  CASE_ERROR(VerdictClass.ERROR),
  NOT_REPRODUCED(VerdictClass.UNDECIDED),
  BOOT_FAILED(VerdictClass.FAIL),
  DIFFERENT_CRASH(VerdictClass.FAIL),
  HUNG(VerdictClass.FAIL),
  VM_DIED(VerdictClass.FAIL),
  UNMASKED(VerdictClass.UNDECIDED),
  BROKE_GUARD(VerdictClass.FAIL),
  REFUSED(VerdictClass.UNDECIDED),
  REPRO_DID_NOT_RUN(VerdictClass.UNDECIDED),
  NEW_FINDING(VerdictClass.FAIL),
  SUSPECT_MASKING(VerdictClass.UNDECIDED),
  UNREACHED(VerdictClass.UNDECIDED),
  INFRA_ERROR(VerdictClass.ERROR),
  TIMEOUT(VerdictClass.UNDECIDED),
  INCONCLUSIVE(VerdictClass.UNDECIDED),
  FIXED(VerdictClass.PASS),
  /** For a control alone: it fails as the case says, or its guard holds. No patch ever gets it. */
  REPRODUCED(VerdictClass.PASS);

  private final VerdictClass verdictClass;

  VerdictKind(VerdictClass verdictClass) {
    this.verdictClass = verdictClass;
  }

  /** Returns all names, in the order of the rules. */
  public static Set<String> names() {
    return Stream.of(values()).map(Enum::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Returns the class that decides the exit code. */
  public VerdictClass verdictClass() {
    return verdictClass;
  }
}
