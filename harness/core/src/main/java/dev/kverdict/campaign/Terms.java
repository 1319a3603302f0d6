package dev.kverdict.campaign;

import dev.kverdict.record.Candidate;
import dev.kverdict.run.Resumed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run begins and where it ends, beyond its cells.
 *
 * @param known what is known of candidates that have no cells
 * @param stopAt how many candidates that pass are enough, or 0 for all
 * @param mostTrials after how many trials no further one begins, or 0 for no limit; trials from the
 *     store count for nothing
 * @param resumed the run that this one goes on from, or null
 * @param part the part of the cells that is run, or null for all
 * @param sources where kernels and trials come from
 */
public record Terms(
    List<Candidate> known,
    int stopAt,
    int mostTrials,
    @Nullable Resumed resumed,
    @Nullable Part part,
    Sources sources) {

  /** From the beginning to the end. */
  public static final Terms USUAL = new Terms(List.of(), 0, 0, null);

  public Terms {
    known = List.copyOf(known);
  }

  /** Creates the terms of a whole run on this host. */
  public Terms(List<Candidate> known, int stopAt, int mostTrials, @Nullable Resumed resumed) {
    this(known, stopAt, mostTrials, resumed, null, Sources.HOST);
  }

  /** Returns a copy for a part of the run. */
  public Terms doing(Part some) {
    return new Terms(known, stopAt, mostTrials, resumed, some, sources);
  }

  /** Returns a copy whose kernels and trials come from elsewhere. */
  public Terms from(Sources others) {
    return new Terms(known, stopAt, mostTrials, resumed, part, others);
  }
}
