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
 * Trials of one side in which no saved machine accuses anybody alone. When trials that were
 * restored show something that no boot shows, as many boot as came from that machine. If these show
 * it too, they count beside the others; if not, the machine is discarded, and they stand in the
 * place of its trials. Where nothing is accused this runs nothing.
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
   * @param from the source itself, or the same with trials that boot
   * @param more how many
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

  /** How many trials were asked for: without those that only confirm others. */
  int size() {
    return size;
  }

  /** All outcomes: those asked for by number, then those that confirm. */
  List<Outcome> outcomes() {
    List<Outcome> all = new ArrayList<>(numbered());
    confirming.values().forEach(all::addAll);
    return all;
  }

  private List<Outcome> numbered() {
    return source.trials(TrialId.PLAIN, 1, size);
  }

  /** A charge that no boot bears out, and the machine whose trials show it. */
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
    // Whoever else discarded a machine has put boots in the place of its trials.
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
