package dev.kverdict.drill;

import java.util.List;

/** A disk is full, has no inodes, or may not be written to. */
final class DiskFaults {

  private DiskFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("the store's disk is full")
            .from(Stock.ALL)
            .inShort()
            .within(Tools.smallStore("size=20m"))
            .ending(4),
        Fault.of("the store's disk has no inodes")
            .from(Stock.ALL)
            .within(Tools.smallStore("size=200m,nr_inodes=12"))
            .ending(4),
        Fault.of("the disk of the run's directory is full")
            .from(Stock.ALL)
            .within(Tools.smallDisk("$RUNS", "size=16k"))
            .ending(4),
        Fault.of("the disk of the run's directory has no inodes")
            .from(Stock.ALL)
            .within(Tools.smallDisk("$RUNS", "size=64m,nr_inodes=20"))
            .ending(4),
        Fault.of("the store may only be read")
            .from(Stock.ALL)
            .within(Tools.readOnly("$DRILL/cache"))
            .ending(4),
        Fault.of("the run's directory may only be read")
            .from(Stock.ALL)
            .within(Tools.readOnly("$RUNS"))
            .ending(4));
  }
}
