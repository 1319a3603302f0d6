package dev.kverdict.drill;

import java.util.List;
import java.util.stream.Stream;

/** All faults of the drill. */
final class Faults {

  private Faults() {}

  static List<Fault> all() {
    return Stream.of(
            MachineFaults.all(),
            EndedRuns.all(),
            DiskFaults.all(),
            DamagedStores.all(),
            BrokenTools.all(),
            HostilePrograms.all())
        .flatMap(List::stream)
        .toList();
  }
}
