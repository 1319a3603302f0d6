package dev.kverdict.mcp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The calls under way, by the JSON text of their requests' ids. */
final class Calls {

  private final Map<String, Call> open = new ConcurrentHashMap<>();

  /** Notes a request that was read, so that it can be cancelled before its work begins. */
  void begin(String id) {
    open.put(id, new Call());
  }

  /** Returns the call of a request. */
  Call of(@Nullable Object id) {
    Call known = id == null ? null : open.get(id.toString());
    return known == null ? new Call() : known;
  }

  /** Forgets a call that was answered. */
  void end(@Nullable Object id) {
    if (id != null) {
      open.remove(id.toString());
    }
  }

  /** Cancels a request; one that is answered or was never there needs nothing. */
  void cancel(String id) {
    Call known = open.get(id);
    if (known != null) {
      known.cancel();
    }
  }

  /** Cancels all: nobody is there to hear the answers. */
  void cancelAll() {
    List.copyOf(open.values()).forEach(Call::cancel);
  }
}
