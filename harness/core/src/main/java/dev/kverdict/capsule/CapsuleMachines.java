package dev.kverdict.capsule;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.guest.StaticCompiler;
import dev.kverdict.image.ImageMaker;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ModuleIndex;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Userland;
import dev.kverdict.pool.Materials;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the guests of a capsule are made of, in a store that nobody else has. */
final class CapsuleMachines implements AutoCloseable {

  /** What {@code uname -r} prints. */
  private static final Pattern RELEASE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,99}");

  private final Capsule capsule;
  private final Store store;
  private final List<Entry> leased = new ArrayList<>();
  private final Map<String, KernelArtefact> kernels = new LinkedHashMap<>();
  private final Map<String, Entry> programs = new LinkedHashMap<>();
  private final Map<String, Entry> images = new LinkedHashMap<>();
  private final Map<String, Entry> userlands = new LinkedHashMap<>();
  private final Entry agent;
  private final Entry canary;

  /**
   * Puts everything where guests are made of it.
   *
   * @throws UserError if a kernel cannot be read
   */
  CapsuleMachines(Capsule capsule, Store store) {
    this.capsule = capsule;
    this.store = store;
    Manifest.Machines machines = capsule.manifest().machines();
    try {
      machines.kernels().forEach((name, part) -> kernels.put(name, kernel(name, part)));
      machines.programs().forEach((name, part) -> programs.put(name, entry("program", part)));
      machines.images().forEach((name, part) -> images.put(name, entry("image", part)));
      machines.userlands().forEach((name, part) -> userlands.put(name, entry("userland", part)));
      this.agent = entry("agent", machines.agent());
      this.canary = entry("canary", machines.canary());
      images.values().forEach(CapsuleMachines::finish);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static void finish(Entry image) {
    if (!ImageMaker.file(image).toFile().setReadOnly()) {
      throw new InfraError("cannot make " + ImageMaker.file(image) + " read-only");
    }
  }

  private Entry entry(String step, Manifest.Part part) {
    Entry entry =
        store.obtain(
            new Key(step, part.key()), into -> capsule.bundle().unpack(part.files(), into));
    leased.add(entry);
    return entry;
  }

  /** Reads what reading a kernel later would read, while it is still known whose fault it is. */
  private KernelArtefact kernel(String name, Manifest.Part part) {
    Entry entry = entry("kernel", part);
    try {
      if (!KernelArtefact.isReadable(entry)) {
        throw new IllegalArgumentException("its facts are not whole");
      }
      KernelArtefact kernel = new KernelArtefact(entry);
      requirePlainModules(kernel);
      var unusedFit = kernel.fit();
      var unusedNotes = kernel.notes();
      var unusedOrigin = kernel.origin();
      var unusedEffect = kernel.effect();
      var unusedDetectors = kernel.detectors();
      var unusedId = kernel.buildId("");
      return kernel;
    } catch (IllegalArgumentException | NullPointerException | InfraError e) {
      throw capsule.error("its kernel %s cannot be read: %s".formatted(name, e.getMessage()));
    }
  }

  /**
   * Dividing a kernel's modules goes by the paths in depmod's list, below a directory that has the
   * name of the release: neither may lead elsewhere.
   */
  private static void requirePlainModules(KernelArtefact kernel) {
    String release = kernel.release();
    if (!RELEASE.matcher(release).matches()) {
      throw new IllegalArgumentException("its release is no name: " + release);
    }
    Path list =
        kernel.modules().resolve("lib/modules").resolve(release).resolve(ModuleIndex.DEPENDENCIES);
    if (Files.exists(list)) {
      List<String> lines =
          HostIo.get(
              "cannot read " + list, () -> Files.readAllLines(list, StandardCharsets.ISO_8859_1));
      for (String line : lines) {
        for (String path : line.split("[:\\s]+", -1)) {
          if (!path.isEmpty()) {
            TarHeader.requirePlain(path);
          }
        }
      }
    }
  }

  /** Returns a kernel, {@code KERNEL} or {@code KERNEL/PATCH}; null if the capsule has none. */
  @Nullable KernelArtefact kernel(String name) {
    return kernels.get(name);
  }

  /** Returns the compiled programs by name. */
  Map<String, Path> programs() {
    Map<String, Path> files = new LinkedHashMap<>();
    programs.forEach((name, entry) -> files.put(name, StaticCompiler.binary(entry)));
    return files;
  }

  /** Returns the parts of guests; they are closed with this, too. */
  Materials.Made made(Iterable<ReproducerDef> used) {
    Map<Userland, Entry> disks = new LinkedHashMap<>();
    for (ReproducerDef program : used) {
      Userland userland = program.userland();
      Entry disk = userlands.get(program.name());
      if (userland != null && disk != null) {
        disks.putIfAbsent(userland, disk);
      }
    }
    return new Materials.Made(agent, canary, programs, images, disks);
  }

  @Override
  public void close() {
    leased.forEach(Entry::close);
  }
}
