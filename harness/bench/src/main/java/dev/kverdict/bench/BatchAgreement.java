package dev.kverdict.bench;

import dev.kverdict.record.Candidate;
import dev.kverdict.record.Event;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.EventLog;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a batch said of its candidates, held against what each has in a run of its own. */
final class BatchAgreement {

  private final Map<String, Candidate> candidates = new LinkedHashMap<>();

  /**
   * @param batch the events of the batch
   */
  BatchAgreement(List<EventLog.Logged> batch) {
    for (EventLog.Logged logged : batch) {
      if (logged.event() instanceof Event.CandidateDecided decided) {
        Candidate last = decided.candidate(); // a verdict may be given again
        candidates.put(last.kernel() + "/" + last.patch(), last);
      }
    }
  }

  /**
   * Returns what is different; empty if the result is the same, and so is the verdict that decided
   * it in the batch, where a fail by one program is the end.
   *
   * @param from the file of the candidate
   * @param alone the events of the run with this patch alone
   */
  Optional<String> difference(String from, List<EventLog.Logged> alone) {
    List<Candidate> mine =
        candidates.values().stream().filter(one -> one.from().equals(from)).toList();
    return mine.isEmpty()
        ? Optional.of(from + ": the batch says nothing of it")
        : mine.stream()
            .flatMap(one -> difference(one, cells(alone)).stream())
            .findFirst()
            .map(what -> from + ": " + what);
  }

  private Optional<String> difference(Candidate candidate, Map<String, Event.CellDecided> alone) {
    Candidate counts = counts(candidate);
    if (!(counts.standing() instanceof Candidate.Judged judged)) {
      return Optional.of("not judged in the batch");
    }
    List<Event.CellDecided> cells =
        alone.values().stream().filter(cell -> cell.kernel().equals(counts.kernel())).toList();
    Optional<VerdictKind> same =
        cells.stream()
            .filter(cell -> cell.repro().equals(judged.repro()))
            .map(Event.CellDecided::verdict)
            .findFirst();
    Optional<VerdictClass> worst = worst(cells);
    return worst.equals(Optional.of(judged.result())) && same.equals(Optional.of(judged.verdict()))
        ? Optional.empty()
        : Optional.of(
            "%s in the batch, by %s of %s; alone %s, with %s"
                .formatted(
                    judged.result(),
                    judged.verdict(),
                    judged.repro(),
                    worst.map(Enum::name).orElse("not judged"),
                    same.map(Enum::name).orElse("no such verdict")));
  }

  /** Follows a candidate that is the same as another one. */
  private Candidate counts(Candidate candidate) {
    Candidate counts = candidate;
    while (counts.standing() instanceof Candidate.Duplicate duplicate) {
      String kernel = counts.kernel();
      Optional<Candidate> other =
          candidates.values().stream()
              .filter(one -> one.patch().equals(duplicate.of()))
              .filter(one -> kernel.isEmpty() || one.kernel().equals(kernel))
              .findFirst();
      if (other.isEmpty() || other.get().equals(counts)) {
        return counts;
      }
      counts = other.get();
    }
    return counts;
  }

  private static Map<String, Event.CellDecided> cells(List<EventLog.Logged> events) {
    Map<String, Event.CellDecided> cells = new LinkedHashMap<>();
    for (EventLog.Logged logged : events) {
      if (logged.event() instanceof Event.CellDecided cell) {
        cells.put(cell.kernel() + " " + cell.repro(), cell);
      }
    }
    return cells;
  }

  private static Optional<VerdictClass> worst(Collection<Event.CellDecided> cells) {
    return cells.stream().map(cell -> cell.verdict().verdictClass()).max(Comparator.naturalOrder());
  }
}
