package dev.kverdict.campaign;

import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.Event;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The candidates of a batch as they are decided; each is told as soon as that is known. */
final class Candidates {

  private final Map<String, Long> kernels;
  private final Consumer<Event> events;
  private final List<Candidate> decided = new ArrayList<>();

  /**
   * @param cells all cells of the batch: a candidate has to pass on each kernel that it has cells
   *     on
   */
  Candidates(List<Cell> cells, Consumer<Event> events) {
    this.kernels =
        cells.stream()
            .filter(cell -> cell.patch() != null)
            .map(Cell::kernelUnderTest)
            .distinct()
            .collect(
                Collectors.groupingBy(
                    name -> name.substring(name.indexOf('/') + 1), Collectors.counting()));
    this.events = events;
  }

  /** All candidates that are decided, in the order in which that happened. */
  synchronized List<Candidate> decided() {
    return List.copyOf(decided);
  }

  /** The number of candidates that pass on every kernel. */
  synchronized long passing() {
    return decided.stream()
        .filter(Candidates::passes)
        .collect(Collectors.groupingBy(Candidate::patch, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(passed -> kernels.getOrDefault(passed.getKey(), 0L) <= passed.getValue())
        .count();
  }

  private static boolean passes(Candidate candidate) {
    return candidate.standing() instanceof Candidate.Judged judged
        && judged.result() == VerdictClass.PASS;
  }

  void tell(KernelDef kernel, PatchDef patch, Candidate.Standing standing) {
    tell(
        new Candidate(
            kernel.name(),
            patch.name(),
            String.join(", ", patch.content().names()),
            patch.content().subject(),
            standing));
  }

  synchronized void tell(Candidate candidate) {
    decided.add(candidate);
    events.accept(new Event.CandidateDecided(candidate));
  }

  /** Tells again what has other verdicts now, because a snapshot was discarded meanwhile. */
  synchronized void revise(List<JudgedVerdict> verdicts) {
    for (int i = 0; i < decided.size(); i++) {
      Candidate before = Objects.requireNonNull(decided.get(i));
      if (before.standing() instanceof Candidate.Judged judged) {
        Candidate.Judged now = judged(of(before, verdicts), judged.cells());
        if (!now.equals(judged)) {
          Candidate revised =
              new Candidate(before.kernel(), before.patch(), before.from(), before.subject(), now);
          decided.set(i, revised);
          events.accept(new Event.CandidateDecided(revised));
        }
      }
    }
  }

  private static List<Verdict> of(Candidate candidate, List<JudgedVerdict> verdicts) {
    return verdicts.stream()
        .map(JudgedVerdict::verdict)
        .filter(verdict -> verdict.kernel().equals(candidate.kernel()))
        .filter(verdict -> verdict.patch().equals(candidate.patch()))
        .toList();
  }

  /**
   * Returns the standing of a candidate by its verdicts.
   *
   * @param verdicts those on its cells that were judged; at least one
   * @param cells the number of its cells
   */
  static Candidate.Judged judged(List<Verdict> verdicts, int cells) {
    Verdict first = verdicts.get(0);
    for (Verdict verdict : verdicts) {
      if (ORDER.compare(verdict, first) > 0) {
        first = verdict;
      }
    }
    Verdict decides = Objects.requireNonNull(first);
    VerdictClass result = decides.kind().verdictClass();
    String reason =
        result == VerdictClass.PASS
            ? "FIXED in all %d cells".formatted(cells)
            : decides.reasons().get(0);
    return new Candidate.Judged(
        result, decides.kind(), decides.repro(), reason, verdicts.size(), cells);
  }

  private static final Comparator<Verdict> ORDER =
      Comparator.comparing((Verdict verdict) -> verdict.kind().verdictClass());
}
