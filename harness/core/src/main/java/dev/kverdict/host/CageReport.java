package dev.kverdict.host;

import java.util.Objects;

/**
 * Describes how a lane cages programs.
 *
 * @param kind the kind of cage
 * @param remedy why there is no better cage and how to get one, in one line; empty for the best
 */
public record CageReport(CageKind kind, String remedy) {

  public CageReport {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(remedy, "remedy");
  }
}
