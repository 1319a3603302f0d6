package dev.kverdict.campaign;

import dev.kverdict.host.Lane;
import dev.kverdict.host.Lanes;
import dev.kverdict.store.Store;
import dev.kverdict.trial.Holder;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a campaign runs.
 *
 * @param lane how programs are run
 * @param storeRoot where artefacts and evidence are kept
 * @param storeLimit the store's size limit in bytes
 * @param holder who wants to look at guests that died, or null for nobody
 */
public record Environment(Lane lane, Path storeRoot, long storeLimit, @Nullable Holder holder) {

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
    Map<String, String> env = System.getenv();
    return new Environment(
        Lanes.open(lane, env), Store.defaultRoot(env), Store.defaultLimit(env), null);
  }

  /** The same, with somebody who looks at guests that died. */
  public Environment heldFor(Holder someone) {
    return new Environment(lane, storeRoot, storeLimit, someone);
  }

  Store openStore() {
    return new Store(storeRoot, lane, storeLimit);
  }
}
