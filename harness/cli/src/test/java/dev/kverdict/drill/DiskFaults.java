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
        Fault.of("the store's disk fills up while guests are saved")
            .from(Stock.UNSAVED)
            .within(Tools.smallStore("size=100m"))
            .ending(0, 4),
        Fault.of("the store's disk fills up during a build")
            .from(Stock.UNBUILT)
            .within(Tools.smallStore("size=70m"))
            .ending(4),
        Fault.of("the store's disk has no inodes")
            .from(Stock.ALL)
            .inShort()
            .within(Tools.smallStore("size=200m,nr_inodes=12"))
            .ending(4),
        Fault.of("the store's disk runs out of inodes")
            .within(Tools.smallStore("size=200m,nr_inodes=120"))
            .ending(4),
        Fault.of("the disk of the run's directory is full")
            .from(Stock.ALL)
            .inShort()
            .within(Tools.smallDisk("$RUNS", "size=16k"))
            .ending(4),
        Fault.of("the disk of the run's directory fills up during a trial")
            .within(Tools.smallDisk("$RUNS", "size=3m"))
            .ending(4),
        Fault.of("the disk of the run's directory has no inodes")
            .from(Stock.ALL)
            .within(Tools.smallDisk("$RUNS", "size=64m,nr_inodes=20"))
            .ending(4),
        Fault.of("the disk for temporary files is full")
            .inShort()
            .within(Tools.smallDisk("$TEMPORARY", "size=4k,nr_inodes=4"))
            .ending(4),
        Fault.of("the store may only be read")
            .from(Stock.ALL)
            .inShort()
            .within(Tools.readOnly("$DRILL/cache"))
            .ending(4),
        Fault.of("the run's directory may only be read")
            .from(Stock.ALL)
            .inShort()
            .within(Tools.readOnly("$RUNS"))
            .ending(4));
  }
}
