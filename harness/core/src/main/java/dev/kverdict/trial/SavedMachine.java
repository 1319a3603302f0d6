package dev.kverdict.trial;

import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.vm.Disk;
import dev.kverdict.vm.VmSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A snapshot taken by {@link MachineSaver}: processors, memory, devices and disks at one moment,
 * and what the witnesses had reported by then.
 *
 * @param folder its directory, which is never modified
 * @param name its name in evidence
 * @param point the point where it was taken
 */
public record SavedMachine(Path folder, String name, SnapshotPoint point) {

  /** Returns the file with the state of everything but the disks. */
  Path state() {
    return folder.resolve("state");
  }

  /** Returns a copy of the machine with the saved disks, in their order. */
  VmSpec with(VmSpec vm) {
    List<Disk> disks = new ArrayList<>();
    for (Disk disk : vm.disks()) {
      disks.add(
          disk.access() == Disk.Access.READ_ONLY
              ? disk
              : Disk.overlaid(disk(folder, disks.size()), disk.serial()));
    }
    return vm.withDisks(disks);
  }

  static Path disk(Path folder, int number) {
    return folder.resolve("disk" + number);
  }
}
