package dev.kverdict.campaign;

import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.store.Store;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a campaign runs.
 *
 * @param lane how programs are run
 * @param storeRoot where artefacts and evidence are kept
 * @param storeLimit the store's size limit in bytes
 */
public record Environment(Lane lane, Path storeRoot, long storeLimit) {

  /** The host lane and the user's own store. */
  public static Environment ofSystem() {
    Map<String, String> env = System.getenv();
    return new Environment(new HostLane(), Store.defaultRoot(env), Store.defaultLimit(env));
  }

  Store openStore() {
    return new Store(storeRoot, lane, storeLimit);
  }
}
