package dev.kverdict.build;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.ParsedPatch;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a variant whose patch only changes modules: makes these again and takes everything else
 * from the control. Unless that is proved to be the same as making everything, it says why and
 * builds nothing.
 */
final class QuickVariant {

  private static final int INDEX_RECIPE = 1;
  private static final String INDEX = "objects.json";

  private final Store store;
  private final Entry tree;
  private final KernelArtefact control;
  private @Nullable ObjectIndex index;

  /**
   * @param tree the control's tree
   * @param control the artefact that was collected from it
   */
  QuickVariant(Store store, Entry tree, KernelArtefact control) {
    this.store = store;
    this.tree = tree;
    this.control = control;
  }

  /**
   * Returns what a patch changes.
   *
   * @throws ModuleChange.Unfit when that may be more than modules
   */
  ModuleChange change(PatchDef patch) throws ModuleChange.Unfit, IOException {
    List<ParsedPatch> patches = TreeWork.fitted(patch.content(), source()).patches();
    return ModuleChange.of(patches, index(), Files.readAllLines(control.config()));
  }

  private ObjectIndex index() throws IOException {
    ObjectIndex known = index;
    if (known == null) {
      known = stored();
      index = known;
    }
    return known;
  }

  private ObjectIndex stored() throws IOException {
    Key key = Key.of("kernel-objects", INDEX_RECIPE, tree.key().digest());
    try (Entry entry =
        store.obtain(
            key, directory -> ObjectIndexReader.read(output()).save(directory.resolve(INDEX)))) {
      return ObjectIndex.load(entry.folder().resolve(INDEX));
    }
  }

  private Path source() {
    return tree.folder().resolve(SourceTree.TREE);
  }

  private Path output() {
    return source().resolve(SourceTree.OUTPUT);
  }

  /** Copies the control's tree so that the change can be made in the copy. */
  void prepare(ModuleChange change, Path to) throws IOException {
    LinkedTree.source(source(), to, change.directories());
    Set<Path> directories = new HashSet<>();
    for (String object : index().modules().keySet()) {
      directories.add(Path.of(object).getParent());
    }
    for (String module : index().order()) {
      directories.add(Path.of(module).getParent());
    }
    LinkedTree.output(output(), to.resolve(SourceTree.OUTPUT), directories);
    Relocation.apply(tree.folder(), to);
  }

  /**
   * Makes what the change needs, in a patched tree.
   *
   * @throws ModuleChange.Unfit when more than the named modules changed, or they do not build
   */
  void make(ModuleChange change, Kbuild kbuild, IntConsumer objects)
      throws ModuleChange.Unfit, IOException {
    // All modules are goals: modpost needs all of them to know what one needs of another.
    List<String> goals = index().order().stream().map(module -> module + ".ko").toList();
    try {
      kbuild.make(objects, goals.toArray(String[]::new));
    } catch (BuildStopped e) {
      throw new ModuleChange.Unfit("the modules do not build by themselves", e.outcome().lines());
    }
    requireReached(change, kbuild.source(), kbuild.output());
    requireOthersAsBefore(change, index().order(), control.debugModules(), kbuild.output());
  }

  /** Requires that objects were compiled from the changed files, not from the control's. */
  static void requireReached(ModuleChange change, Path source, Path output)
      throws ModuleChange.Unfit, IOException {
    Path ours = source.toRealPath();
    for (String object : change.objects()) {
      Path record = ObjectIndexReader.record(output, object);
      if (!PlainFiles.isText(output, record)) {
        throw new ModuleChange.Unfit(object + " has no record of what it was made from");
      }
      for (String spelled : ObjectIndexReader.spelled(record)) {
        boolean changed =
            ObjectIndexReader.source(spelled).filter(change.files()::contains).isPresent();
        if (changed && !output.resolve(spelled).toRealPath().startsWith(ours)) {
          throw new ModuleChange.Unfit(object + " was compiled from the control's " + spelled);
        }
      }
    }
  }

  /** Requires that every module outside of the change is the control's, byte for byte. */
  static void requireOthersAsBefore(
      ModuleChange change, List<String> modules, Path before, Path after)
      throws ModuleChange.Unfit, IOException {
    for (String module : modules) {
      Path old = before.resolve(module + ".ko");
      Path now = after.resolve(module + ".ko");
      if (!change.modules().contains(module)
          && (!Files.exists(old)
              || !PlainFiles.isPlain(after, now)
              || Files.mismatch(old, now) != -1)) {
        throw new ModuleChange.Unfit(module + ".ko changed, too");
      }
    }
  }
}
