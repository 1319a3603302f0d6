package dev.kverdict.pool;

import dev.kverdict.debian.Userlands;
import dev.kverdict.guest.Initramfs;
import dev.kverdict.image.ImageMaker;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ModuleChanges;
import dev.kverdict.kernel.ModuleDisk;
import dev.kverdict.model.Cell;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.store.Entry;
import dev.kverdict.trial.Preparation;
import dev.kverdict.trial.Probe;
import dev.kverdict.trial.SharedBoot;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.Disk;
import dev.kverdict.vm.Machine;
import dev.kverdict.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The guests of a campaign: what they are made of, and what they are known by. */
public record Guests(Matrix matrix, Materials materials) {

  /**
   * A guest for one side of a cell, and what it does before the program is known. It can share a
   * boot with the control and with the other patches of its kernel if it differs from the control
   * in nothing but modules that no boot loads.
   */
  public Preparation guest(Side side, Accelerator accelerator, List<Probe> probes) {
    Cell cell = side.cell();
    Preparation own = guest(cell, side.kernel(), accelerator, probes);
    if (cell.kernel().modules().isEmpty()) {
      return own; // whatever a patch changes is there from the start
    }
    ModuleChanges changes = materials.changes(side.control(), side.kernel());
    return changes.objection().isEmpty()
        ? own.sharing(
            new SharedBoot(
                vm(cell, side.control(), accelerator),
                ingredients(cell, side.control()),
                changes.modules()))
        : own;
  }

  /** A guest that boots for itself, and what it does before the program is known. */
  private Preparation guest(
      Cell cell, KernelArtefact kernel, Accelerator accelerator, List<Probe> probes) {
    return new Preparation(
        vm(cell, kernel, accelerator),
        cell.kernel().modules(),
        imageDefs(cell),
        probes,
        cell.program().userland() == null ? null : Userlands.SERIAL);
  }

  /** Returns why a patch shares no boot with its control, for a person; empty if it may. */
  String alone(Side side) {
    return side.cell().kernel().modules().isEmpty()
        ? ""
        : materials.changes(side.control(), side.kernel()).objection();
  }

  /** The machine alone. */
  public VmSpec vm(Cell cell, KernelArtefact kernel, Accelerator accelerator) {
    List<Disk> disks = new ArrayList<>();
    List<Entry> images = materials.images(cell.program());
    for (ImageDef def : imageDefs(cell)) {
      disks.add(Disk.overlaid(ImageMaker.file(images.get(disks.size())), def.serial()));
    }
    materials
        .userland(cell.program())
        .ifPresent(entry -> disks.add(Disk.readOnly(Userlands.disk(entry), Userlands.SERIAL)));
    List<String> modules = cell.kernel().modules();
    materials
        .moreModules(kernel, modules)
        .ifPresent(disk -> disks.add(Disk.readOnly(disk, ModuleDisk.SERIAL)));
    return new VmSpec(
        kernel.boots(),
        Initramfs.archive(materials.initramfs(kernel, modules)),
        cell.kernel().guest().cmdline(),
        cell.kernel().guest().memoryMiB(),
        cell.kernel().guest().smp(),
        disks,
        machine(cell, kernel, accelerator),
        accelerator,
        null);
  }

  /**
   * Under emulation the minimal machine is no choice: its only timer to measure the clock by is an
   * emulated one, and on a busy host a guest then finds no clock at all and stands still.
   */
  private static Machine machine(Cell cell, KernelArtefact kernel, Accelerator accelerator) {
    return switch (cell.kernel().guest().machine()) {
      case AUTO ->
          accelerator == Accelerator.KVM && kernel.bootsOnMinimalMachine()
              ? Machine.MICROVM
              : Machine.Q35;
      case MICROVM -> Machine.MICROVM;
      case Q35 -> Machine.Q35;
      case PC -> Machine.PC;
    };
  }

  /** Digests of everything in a guest but the program, by name. */
  Map<String, String> digests(Cell cell, KernelArtefact kernel) {
    String images =
        materials.images(cell.program()).stream()
            .map(image -> image.key().digest())
            .collect(Collectors.joining(" "));
    Map<String, String> digests = new TreeMap<>();
    // What runs, not how it was made: the same code from another build is the same trial.
    digests.put("kernel", kernel.codeDigest());
    digests.put("agent", materials.agent().key().digest());
    digests.put("image", images.isEmpty() ? "none" : images);
    materials
        .userland(cell.program())
        .ifPresent(
            entry ->
                digests.put(
                    "userland",
                    entry.key().digest() + ", of " + String.join(" ", Userlands.packages(entry))));
    return digests;
  }

  /** What a guest is made of, and the build-ids that its agent reports. */
  String ingredients(Cell cell, KernelArtefact kernel) {
    return digests(cell, kernel) + " " + new TreeMap<>(kernel.buildIds());
  }

  /** Everything else about a guest that could make a trial come out differently. */
  static String described(Preparation guest) {
    VmSpec vm = guest.vm();
    return String.join(
        "\n",
        vm.fullCmdline(),
        vm.accelerator().name(),
        vm.machine().option(),
        vm.memoryMiB() + " " + vm.smp(),
        String.join(" ", guest.modules()),
        guest.images().stream().map(Guests::described).collect(Collectors.joining("\n")));
  }

  /** Where the image came from is in its digest. */
  private static String described(ImageDef image) {
    return image.serial() + " " + image.mount() + " " + image.check();
  }

  private List<ImageDef> imageDefs(Cell cell) {
    return cell.program().images().stream()
        .map(name -> Objects.requireNonNull(matrix.images().get(name)))
        .toList();
  }
}
