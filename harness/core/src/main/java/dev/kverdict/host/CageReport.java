package dev.kverdict.host;

import java.util.Objects;

/**
 * How a lane cages programs.
 *
 * @param kind how
 * @param mend why it is no better and what mends that, in one line; empty for the best
 */
public record CageReport(CageKind kind, String mend) {

  public CageReport {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(mend, "mend");
  }
}
