package dev.kverdict.build;

import dev.kverdict.HostIo;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.PatchDef;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Builds kernels into the store. A control is built once and its whole tree kept; a patched variant
 * starts from a copy of that tree, and the control's tree is never written again.
 */
public final class KernelBuilder {

  private final Store store;
  private final FailedBuilds own;
  private final FailedBuilds shared;
  private final BuildProgress progress;
  private final TreeWork work;
  private final SourceRoute fromSource;
  private final StockRoute fromStock;
  private final PrebuiltRoute asBuilt;

  /** Creates a builder, which asks compilers for their versions when it first needs them. */
  public KernelBuilder(Lane lane, Store store, BuildProgress progress) {
    this(lane, store, KernelCache.NONE, progress);
  }

  /** Creates a builder that takes from a cache what it has. */
  public KernelBuilder(Lane lane, Store store, KernelCache cache, BuildProgress progress) {
    this.store = store;
    this.progress = progress;
    this.work = new TreeWork(lane, store, cache);
    this.own = new TreeWork(lane, store).builds(progress);
    this.shared = work.builds(progress);
    this.fromSource = new SourceRoute(work, progress);
    this.fromStock = new StockRoute(work, progress);
    this.asBuilt = new PrebuiltRoute(work, progress);
  }

  private KernelRoute route(KernelDef def) {
    return def.source().match(whole -> fromSource, distro -> fromStock, prebuilt -> asBuilt);
  }

  /** The kernel of a distribution is downloaded as fast as it would be taken from a cache. */
  private FailedBuilds builds(KernelDef def) {
    return def.source() instanceof KernelSource.Whole ? shared : own;
  }

  /** Builds the kernel without a patch, or finds it in the store. */
  public KernelBuild control(KernelDef def) {
    KernelRoute route = route(def);
    try (Entry tree = route.tree(def)) {
      return KernelBuild.built(
          artefact(
              () ->
                  builds(def)
                      .obtain(
                          def.name(),
                          route.controlKey(def, tree),
                          directory -> route.control(def, tree, directory))));
    } catch (BuildStopped e) {
      return KernelBuild.failed(e.outcome());
    }
  }

  /** What the store has, unless it cannot be read: then it is made once more. */
  private KernelArtefact artefact(Supplier<Entry> obtained) {
    Entry entry = obtained.get();
    if (!KernelArtefact.isReadable(entry)) {
      store.discard(entry);
      entry = obtained.get();
    }
    return new KernelArtefact(entry);
  }

  /** Returns whether the whole tree of a kernel from a git repository need not be built again. */
  public boolean isKept(KernelDef def) {
    return fromSource.isKept(def);
  }

  /** Builds the kernel with a patch, or finds it in the store. */
  public KernelBuild patched(KernelDef def, PatchDef patch) {
    KernelRoute route = route(def);
    return patched(def, patch, route::variantKey, route::variant);
  }

  /**
   * Applies a patch to the source of a kernel and builds nothing.
   *
   * @return empty if the source is not known
   * @throws dev.kverdict.UserError if it only fails to apply because somebody's program damaged it
   */
  public Optional<AppliedPatch> applied(KernelDef def, PatchDef patch) {
    if (def.source() instanceof KernelSource.Prebuilt) {
      return Optional.empty();
    }
    try (Entry tree = tree(def)) {
      return Optional.of(
          HostIo.get(
              "cannot apply " + patch.name(),
              () -> work.tried(tree.folder().resolve(SourceTree.TREE), patch.content())));
    } catch (BuildStopped e) {
      return Optional.empty();
    }
  }

  /** Makes everything, whatever the patch changes; the quick variant must build the same. */
  KernelBuild patchedWhole(KernelDef def, PatchDef patch) {
    return patched(def, patch, fromSource::wholeKey, fromSource::whole);
  }

  /** Returns the control's source and everything built from it. */
  Entry tree(KernelDef def) {
    return route(def).tree(def);
  }

  @FunctionalInterface
  private interface Naming {
    Key key(KernelDef def, PatchDef patch, Entry tree);
  }

  @FunctionalInterface
  private interface Way {
    void build(KernelDef def, PatchDef patch, Entry tree, KernelArtefact control, Path directory)
        throws IOException;
  }

  private KernelBuild patched(KernelDef def, PatchDef patch, Naming naming, Way way) {
    try (Entry tree = tree(def);
        KernelArtefact control = control(def).artefact().orElseThrow()) {
      KernelArtefact artefact =
          artefact(
              () ->
                  builds(def)
                      .obtainPatched(
                          def.name() + "/" + patch.name(),
                          naming.key(def, patch, tree),
                          directory -> way.build(def, patch, tree, control, directory)));
      artefact.notes().forEach(note -> progress.note(def.name(), note));
      if (artefact.codeDigest().equals(control.codeDigest())) {
        artefact.close();
        return KernelBuild.failed(
            BuildOutcome.noChange(
                List.of("what is loaded into memory is byte for byte the control's")));
      }
      return KernelBuild.built(artefact);
    } catch (BuildStopped e) {
      return KernelBuild.failed(e.outcome());
    }
  }
}
