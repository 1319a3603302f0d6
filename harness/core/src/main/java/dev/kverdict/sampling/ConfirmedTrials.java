package dev.kverdict.sampling;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.verdict.Charge;
import dev.kverdict.verdict.Charges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trials of one source. A snapshot alone proves no charge: if restored trials show something that
 * no booted trial shows, as many trials boot as were resumed from that snapshot. If one of these
 * shows it, too, they count in addition; if not, the snapshot is discarded and they replace its
 * trials. Without a charge this runs no extra trials.
 */
final class ConfirmedTrials {

  private final TrialSource source;
  private final Charges charges;
  private final Map<String, List<Outcome>> confirming = new LinkedHashMap<>();
  private int size;

  ConfirmedTrials(TrialSource source, Charges charges) {
    this.source = source;
    this.charges = charges;
  }

  /**
   * Runs more trials.
   *
   * @param from the source itself, or its view whose trials boot
   * @param more their number
   */
  void run(TrialSource from, int more) {
    var unused = from.trials(TrialId.PLAIN, size + 1, size + more);
    size += more;
    Optional<Question> open = question();
    while (open.isPresent()) {
      put(open.get());
      open = question();
    }
  }

  /** Returns the number of trials asked for, not counting those that only confirm others. */
  int size() {
    return size;
  }

  /** Returns all outcomes: those asked for by number, then those that confirm. */
  List<Outcome> outcomes() {
    List<Outcome> all = new ArrayList<>(numbered());
    confirming.values().forEach(all::addAll);
    return all;
  }

  private List<Outcome> numbered() {
    return source.trials(TrialId.PLAIN, 1, size);
  }

  /** A charge that no booted trial confirms, and the snapshot whose trials show it. */
  private record Question(String machine, Charge charge, List<Outcome> numbered) {

    List<Integer> numbers() {
      return IntStream.rangeClosed(1, numbered.size())
          .filter(number -> machine.equals(numbered.get(number - 1).snapshot()))
          .boxed()
          .toList();
    }
  }

  private Optional<Question> question() {
    List<Outcome> numbered = numbered();
    // Another caller may have discarded a snapshot, and booted trials replaced its trials.
    confirming.keySet().removeIf(machine -> numbered.stream().noneMatch(o -> from(machine, o)));
    List<Outcome> boots =
        new ArrayList<>(numbered.stream().filter(o -> o.snapshot() == null).toList());
    confirming.values().forEach(boots::addAll);
    for (Outcome outcome : numbered) {
      String machine = outcome.snapshot();
      if (machine != null) {
        for (Charge charge : charges.of(outcome)) {
          if (boots.stream().noneMatch(charge::shownBy)) {
            return Optional.of(new Question(machine, charge, numbered));
          }
        }
      }
    }
    return Optional.empty();
  }

  private void put(Question question) {
    List<Outcome> boots = source.booted(TrialId.PLAIN, question.numbers());
    if (boots.stream().anyMatch(question.charge()::shownBy)) {
      confirming.put(question.machine(), boots);
    } else {
      long showing =
          question.numbered().stream()
              .filter(o -> from(question.machine(), o) && question.charge().shownBy(o))
              .count();
      source.discard(
          question.machine(),
          "%s in %d of %d trials that went on from it, in none of %d that booted"
              .formatted(
                  question.charge().words(), showing, question.numbers().size(), boots.size()));
    }
  }

  private static boolean from(String machine, Outcome outcome) {
    return machine.equals(outcome.snapshot());
  }
}
