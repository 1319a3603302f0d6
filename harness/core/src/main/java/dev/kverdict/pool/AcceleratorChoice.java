package dev.kverdict.pool;

import dev.kverdict.InfraError;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;
import dev.kverdict.record.Event;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.AcceleratorProbe;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Chooses what a kernel is run on, and remembers the choice until the host boots again. */
record AcceleratorChoice(
    Lane lane,
    Store store,
    Guests guests,
    String qemu,
    RunFolder folder,
    Executor pumps,
    Consumer<Event> events) {

  private static final int RECIPE = 8;
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String NAME = "name";
  private static final String REASON = "reason";

  /**
   * KVM if this very kernel reaches user space on it, else emulation. Asked once per boot of the
   * host, and again when another user may open the device.
   */
  Accelerator choose(Cell cell, KernelArtefact kernel) {
    try {
      String boot = Files.readString(BOOT_ID).strip();
      VmSpec spec = guests.vm(cell, kernel, Accelerator.KVM);
      String who = lane.name() + " " + lane.cage().kind() + " " + AcceleratorProbe.access();
      Key key = Key.of("accelerator", RECIPE, boot, qemu, kernel.keyDigest(), who);
      try (Entry entry = store.obtain(key, answer -> probe(spec, answer))) {
        Accelerator found = Accelerator.valueOf(Files.readString(entry.folder().resolve(NAME)));
        String reason = Files.readString(entry.folder().resolve(REASON));
        events.accept(new Event.Note("accelerator " + found.label() + ": " + reason));
        return found;
      }
    } catch (IOException e) {
      throw new InfraError("cannot choose an accelerator: " + e.getMessage(), e);
    }
  }

  private void probe(VmSpec spec, Path answer) throws IOException {
    AcceleratorProbe.Answer found = AcceleratorProbe.probe(spec, folder.path(), lane, pumps);
    Files.writeString(answer.resolve(NAME), found.accelerator().name());
    Files.writeString(answer.resolve(REASON), found.reason());
  }
}
