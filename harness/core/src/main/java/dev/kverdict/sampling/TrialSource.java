package dev.kverdict.sampling;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.Outcome;
import dev.kverdict.verdict.Exposure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the trials of a kernel with a program, each once, however often it is asked for. */
public interface TrialSource {

  /** Returns the program that the trials run. */
  ReproducerDef program();

  /** Returns the kernel's name. */
  String kernel();

  /** Returns the patch's name; null for the control. */
  @Nullable String patch();

  /** Returns a view of this source whose further trials boot; trials already started are kept. */
  TrialSource booting();

  /** Returns a view of this source whose trials run as long as the control's failures ask for. */
  TrialSource exposed(Exposure exposure);

  /**
   * Waits for the trials with these numbers, first and last included. A trial that resumed from a
   * discarded snapshot is replaced by the one that booted.
   */
  List<Outcome> trials(String series, int first, int last);

  /** Waits for booted trials with these numbers, in addition to any that exist. */
  List<Outcome> booted(String series, List<Integer> numbers);

  /**
   * Discards a snapshot, with all that was observed on it.
   *
   * @param machine the snapshot's name in outcomes
   * @param why the reason, for display
   */
  void discard(String machine, String why);
}
