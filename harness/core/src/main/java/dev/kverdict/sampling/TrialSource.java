package dev.kverdict.sampling;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the trials of one kernel under test with one program come from. Each trial runs once,
 * whoever asks for it, and how often.
 */
public interface TrialSource {

  /** What runs in the trials. */
  ReproducerDef program();

  /** The kernel's name. */
  String kernel();

  /** The patch's name; null for the control. */
  @Nullable String patch();

  /** The same source with trials that boot. Those that were begun already are what they are. */
  TrialSource booting();

  /**
   * Waits for the trials with these numbers, first and last included. In the place of each that
   * went on from a machine that was discarded stands the one that booted.
   */
  List<Outcome> trials(String series, int first, int last);

  /** Waits for trials with these numbers that boot, beside what there is of them. */
  List<Outcome> booted(String series, List<Integer> numbers);

  /**
   * Throws a saved machine away, with all that was observed on it.
   *
   * @param machine its name in outcomes
   * @param why for a person
   */
  void discard(String machine, String why);
}
