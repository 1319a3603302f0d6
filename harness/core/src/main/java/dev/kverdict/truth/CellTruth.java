package dev.kverdict.truth;

import dev.kverdict.record.VerdictKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The answers on one program on a patch.
 *
 * @param program its name
 * @param guard whether it is a guard
 * @param verdict the verdict
 * @param answers what each rule says
 */
public record CellTruth(
    String program, boolean guard, VerdictKind verdict, Map<Rule, Answer> answers) {

  public CellTruth {
    answers = Collections.unmodifiableMap(new EnumMap<>(answers));
  }
}
