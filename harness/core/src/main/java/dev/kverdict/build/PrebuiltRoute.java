package dev.kverdict.build;

import dev.kverdict.kernel.ConfigCheck;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ModuleDisks;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.Fit;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes kernels that somebody else has built, with and without a patch. Nothing is known of their
 * source, so what that is needed for is said to be unknown.
 */
final class PrebuiltRoute implements KernelRoute {

  private static final int RECIPE = 1;

  private final TreeWork work;
  private final BuildProgress progress;
  private final ModuleDisks disks;
  private final StockCollector collector;

  PrebuiltRoute(TreeWork work, BuildProgress progress) {
    this.work = work;
    this.progress = progress;
    this.disks = new ModuleDisks(work.store());
    this.collector = new StockCollector(work.lane());
  }

  @Override
  public Entry tree(KernelDef def) {
    return kernel(def, "", source(def).control()).obtain();
  }

  private PrebuiltKernel kernel(KernelDef def, String below, KernelSource.BuiltFiles files) {
    String where = "kernel " + def.name() + ", source/prebuilt" + below;
    return new PrebuiltKernel(work.lane(), work.store(), where, files);
  }

  /**
   * @throws BuildStopped if there is no such kernel
   */
  private PrebuiltKernel kernel(KernelDef def, PatchDef patch) {
    KernelSource.@Nullable BuiltFiles files = source(def).patched().get(patch.name());
    if (files == null) {
      throw BuildStopped.failed(
          "a prebuilt kernel cannot be patched: build it from its source, or name the kernel with"
              + " this patch under patched:");
    }
    return kernel(def, "/patched/" + patch.name(), files);
  }

  private static KernelSource.Prebuilt source(KernelDef def) {
    if (def.source() instanceof KernelSource.Prebuilt prebuilt) {
      return prebuilt;
    }
    throw new IllegalArgumentException(def.name() + " is not prebuilt");
  }

  @Override
  public Key controlKey(KernelDef def, Entry tree) {
    return key(def, tree, "control");
  }

  @Override
  public Key variantKey(KernelDef def, PatchDef patch, Entry tree) {
    try (Entry kernel = kernel(def, patch).obtain()) {
      return key(def, kernel, "patched");
    }
  }

  private static Key key(KernelDef def, Entry kernel, String role) {
    String modules = String.join(" ", def.modules());
    return Key.of("kernel", RECIPE, kernel.key().digest(), modules, role);
  }

  @Override
  public void control(KernelDef def, Entry tree, Path directory) throws IOException {
    List<String> notes = new ArrayList<>(List.of("not built here: " + source(def).control()));
    notes.addAll(PrebuiltConfig.lost(options(tree)));
    for (String note : notes.subList(1, notes.size())) {
      progress.note(def.name(), note);
    }
    log(directory, notes);
    KernelArtefact.writeOrigin(directory, "Linux " + PrebuiltKernel.release(tree));
    collect(def, tree, directory);
  }

  private static Map<String, String> options(Entry kernel) throws IOException {
    return ConfigCheck.options(kernel.folder().resolve(PrebuiltKernel.IMAGE).resolve("config"));
  }

  @Override
  public void variant(
      KernelDef def, PatchDef patch, Entry tree, KernelArtefact control, Path directory)
      throws IOException {
    List<String> notes =
        List.of(
            "the kernel with this patch was not built here: whether it has this patch, and nothing"
                + " else, is not known");
    log(directory, notes);
    KernelArtefact.writeNotes(directory, Fit.PREBUILT, notes);
    try (Entry kernel = kernel(def, patch).obtain()) {
      collect(def, kernel, directory);
    }
  }

  private static void log(Path directory, List<String> notes) throws IOException {
    for (String note : notes) {
      TreeWork.note(directory, note);
    }
  }

  private void collect(KernelDef def, Entry kernel, Path directory) throws IOException {
    Path image = kernel.folder().resolve(PrebuiltKernel.IMAGE);
    try (Entry disk = disks.disk(PrebuiltKernel.modulesDigest(kernel), image.resolve("modules"))) {
      collector.collect(def, PrebuiltKernel.release(kernel), image, disk, directory);
    }
    Path debug = PrebuiltKernel.debug(kernel);
    if (Files.isDirectory(debug)) {
      work.link(debug, directory.resolve(Objects.requireNonNull(debug.getFileName())));
    }
    Path own = KernelArtefact.bzImage(image);
    if (Files.exists(own)) {
      Files.createLink(KernelArtefact.bzImage(directory), own);
    }
  }
}
