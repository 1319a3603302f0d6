package dev.kverdict.host;

import dev.kverdict.UserError;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The available lanes. Only the caller that opens one knows which it is. */
public final class Lanes {

  /** Name of the lane that runs programs on this machine. */
  public static final String HOST = "host";

  private Lanes() {}

  /**
   * Opens a lane.
   *
   * @throws UserError if there is no such lane, or it cannot work here
   */
  public static Lane open(String name, Map<String, String> env) {
    if (name.equals(HOST)) {
      return new HostLane(env);
    }
    Map<String, LaneProvider> others = others();
    LaneProvider wanted = others.get(name);
    if (wanted == null) {
      String known = others.isEmpty() ? HOST : HOST + ", " + String.join(", ", others.keySet());
      throw new UserError("--lane " + name, "no such lane", "available: " + known);
    }
    return wanted.open(env);
  }

  /**
   * Removes what harnesses that died have left behind in any lane.
   *
   * @return what was removed, one line each, for display
   */
  public static List<String> sweep(Map<String, String> env) {
    return others().values().stream().flatMap(lane -> lane.sweep(env).stream()).toList();
  }

  private static Map<String, LaneProvider> others() {
    Map<String, LaneProvider> others = new TreeMap<>();
    ServiceLoader.load(LaneProvider.class)
        .forEach(provider -> others.put(provider.name(), provider));
    return others;
  }
}
