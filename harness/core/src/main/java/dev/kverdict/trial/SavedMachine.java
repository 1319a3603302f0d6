package dev.kverdict.trial;

import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.vm.Disk;
import dev.kverdict.vm.VmSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine saved by {@link MachineSaver}: processors, memory, devices and disks of one moment, and
 * what its witnesses had said by then.
 *
 * @param folder the folder that holds it; nothing in it is written to
 * @param name what it is known by in evidence
 * @param point where it was saved
 */
public record SavedMachine(Path folder, String name, SnapshotPoint point) {

  /** The file with the state of all but the disks. */
  Path state() {
    return folder.resolve("state");
  }

  /** The same machine with the disks as they were saved, in their order. */
  VmSpec with(VmSpec vm) {
    List<Disk> disks = new ArrayList<>();
    for (Disk disk : vm.disks()) {
      disks.add(new Disk(disk(folder, disks.size()), disk.serial(), true));
    }
    return vm.withDisks(disks);
  }

  static Path disk(Path folder, int number) {
    return folder.resolve("disk" + number);
  }
}
