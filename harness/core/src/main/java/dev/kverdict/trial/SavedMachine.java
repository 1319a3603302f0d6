package dev.kverdict.trial;

import dev.kverdict.vm.Beginning;
import dev.kverdict.vm.Disk;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot taken by {@link MachineSaver}: processors, memory, devices and disks at one moment,
 * and what the witnesses had reported by then.
 *
 * @param folder its directory, which is never modified
 * @param name its name in evidence
 * @param stage how far the guest got
 * @param boot the name of the boot that it shares with others, its own if it is that boot; null if
 *     it booted for itself
 */
public record SavedMachine(Path folder, String name, Stage stage, @Nullable String boot) {

  /** A snapshot of a machine that booted for itself. */
  public SavedMachine(Path folder, String name, Stage stage) {
    this(folder, name, stage, null);
  }

  /** Returns the file with the state of everything but disks and memory. */
  Path state() {
    return folder.resolve("state");
  }

  /** Returns how a trial begins that resumes from it. */
  public Beginning beginning() {
    Path memory = memory(folder);
    return Beginning.resume(state(), Files.exists(memory) ? memory : null);
  }

  /** Returns the machine of a guest that resumes from it, with the saved disks, in their order. */
  VmSpec of(Preparation guest) {
    return with(boot == null ? guest.vm() : Objects.requireNonNull(guest.shared()).vm());
  }

  /** Returns a copy of the machine with the saved disks, in their order. */
  public VmSpec with(VmSpec vm) {
    List<Disk> disks = new ArrayList<>();
    for (Disk disk : vm.disks()) {
      disks.add(
          disk.access() == Disk.Access.READ_ONLY
              ? disk
              : Disk.overlaid(disk(folder, disks.size()), disk.serial()));
    }
    return vm.withDisks(disks);
  }

  /** Begins the records of what resumes from it by what its witnesses reported. */
  void copyRecords(Path directory) throws IOException {
    for (String said : List.of(EvidenceFiles.CONSOLE, EvidenceFiles.AGENT)) {
      Files.copy(folder.resolve(said), directory.resolve(said));
    }
  }

  static Path memory(Path folder) {
    return folder.resolve("memory");
  }

  static Path disk(Path folder, int number) {
    return folder.resolve("disk" + number);
  }
}
