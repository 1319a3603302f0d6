package dev.kverdict.host;

import java.util.List;
import java.util.Map;

/** Opens one kind of lane; found by {@link java.util.ServiceLoader}. */
public interface LaneProvider {

  /** Returns the lane's name as {@code --lane} takes it. */
  String name();

  /**
   * Opens the lane.
   *
   * @param env environment variables, which may configure it
   * @throws dev.kverdict.UserError if it cannot work here, with a remedy
   */
  Lane open(Map<String, String> env);

  /**
   * Removes what harnesses that died have left behind. Does nothing if the lane cannot work here.
   *
   * @return what was removed, one line each, for display
   */
  default List<String> sweep(Map<String, String> env) {
    return List.of();
  }
}
