package dev.kverdict.run;

import dev.kverdict.UserError;
import dev.kverdict.build.KernelCache;
import dev.kverdict.host.CageKind;
import dev.kverdict.host.CageReport;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.host.Lanes;
import dev.kverdict.host.ShortLived;
import dev.kverdict.record.Glimpse;
import dev.kverdict.store.Store;
import dev.kverdict.trial.DeadGuestInspector;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The place where a campaign runs.
 *
 * @param lane how programs are run
 * @param storeRoot where artefacts and evidence are kept
 * @param storeLimit the store's size limit in bytes
 * @param inspector who wants to look at guests that died, or null for nobody
 * @param syzProg2c the converter of syzkaller's programs, or null to look for it on the PATH
 * @param kernels where kernels may be that were built elsewhere
 * @param begun is given the directory of a run before anything else happens
 * @param onlooker is told what goes on at the moment, from several threads
 */
public record Environment(
    Lane lane,
    Path storeRoot,
    long storeLimit,
    @Nullable DeadGuestInspector inspector,
    @Nullable Path syzProg2c,
    KernelCache kernels,
    Consumer<Path> begun,
    Consumer<Glimpse> onlooker) {

  /** The variable that names the converter of syzkaller's programs. */
  private static final String SYZ_PROG2C = "KVERDICT_SYZ_PROG2C";

  /** Creates an environment that reports no runs. */
  public Environment(
      Lane lane, Path storeRoot, long storeLimit, @Nullable DeadGuestInspector inspector) {
    this(
        lane,
        storeRoot,
        storeLimit,
        inspector,
        null,
        KernelCache.NONE,
        folder -> {},
        glimpse -> {});
  }

  /** The host lane and the user's own store. */
  public static Environment ofSystem() {
    return ofSystem(Lanes.HOST);
  }

  /**
   * A lane and the user's own store.
   *
   * @throws dev.kverdict.UserError when there is no such lane, or it cannot work here
   */
  public static Environment ofSystem(String lane) {
    return ofSystem(lane, false);
  }

  /**
   * Returns a lane and the user's own store, where programs must not run without a cage.
   *
   * @param requireCage whether it is so, also when the environment's {@code KVERDICT_REQUIRE_CAGE}
   *     does not say it
   * @throws UserError when they would
   */
  public static Environment ofSystem(String lane, boolean requireCage) {
    Map<String, String> env = new HashMap<>(System.getenv());
    if (requireCage) {
      env.put(HostLane.REQUIRE, "1");
    }
    KernelCache kernels = KernelCache.of(env);
    Lane opened = Lanes.open(lane, env);
    if (env.getOrDefault(HostLane.REQUIRE, "").equals("1")) {
      requireCage(opened);
    }
    return new Environment(opened, Store.defaultRoot(env), Store.defaultLimit(env), null)
        .convertingBy(env.get(SYZ_PROG2C))
        .takingFrom(kernels);
  }

  private static void requireCage(Lane lane) {
    CageReport cage = lane.cage();
    if (cage.kind() == CageKind.NONE) {
      lane.close();
      throw new UserError(
          "the lane " + lane.name(), "would run programs without a cage", cage.remedy());
    }
  }

  /** Returns a copy with somebody who inspects dead guests. */
  public Environment inspectedBy(DeadGuestInspector someone) {
    return new Environment(
        lane, storeRoot, storeLimit, someone, syzProg2c, kernels, begun, onlooker);
  }

  /** Returns a copy with somebody who keeps a log in the directory of each run. */
  public Environment loggedBy(Consumer<Path> log) {
    return new Environment(
        lane, storeRoot, storeLimit, inspector, syzProg2c, kernels, log, onlooker);
  }

  /**
   * Returns a copy with a converter of syzkaller's programs.
   *
   * @param converter its path, or null to leave it as it is
   */
  public Environment convertingBy(@Nullable String converter) {
    return converter == null || converter.isEmpty()
        ? this
        : new Environment(
            lane, storeRoot, storeLimit, inspector, Path.of(converter), kernels, begun, onlooker);
  }

  /** Returns a copy that takes kernels from a cache. */
  public Environment takingFrom(KernelCache cache) {
    return new Environment(
        lane, storeRoot, storeLimit, inspector, syzProg2c, cache, begun, onlooker);
  }

  /** Returns a copy with somebody who looks on. */
  public Environment watchedBy(Consumer<Glimpse> someone) {
    return new Environment(
        lane, storeRoot, storeLimit, inspector, syzProg2c, kernels, begun, someone);
  }

  /** Makes the directory of a run. */
  public RunFolder begin(Path runs, String caseName) {
    RunFolder folder = RunFolder.create(runs, caseName);
    begun.accept(folder.path());
    return folder;
  }

  /**
   * Opens the store, and removes what killed runs left there and elsewhere.
   *
   * @throws dev.kverdict.InfraError if it cannot be written to, or its disk is full
   */
  public Store openStore() {
    var unused = ShortLived.sweep();
    return new Store(storeRoot, lane, storeLimit).withSpace();
  }
}
