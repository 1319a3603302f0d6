package dev.kverdict.host;

import java.util.List;
import java.util.Map;

/** Makes the lane of one name; found by {@link java.util.ServiceLoader}. */
public interface LaneProvider {

  /** The lane's name as {@code --lane} takes it. */
  String name();

  /**
   * Makes the lane ready.
   *
   * @param env the environment's variables, which may say how
   * @throws dev.kverdict.UserError when it cannot work here, with what mends it
   */
  Lane open(Map<String, String> env);

  /**
   * Removes what owners that are gone have left behind. Does nothing where the lane cannot work.
   *
   * @return what was removed, each in a line for a person
   */
  default List<String> sweep(Map<String, String> env) {
    return List.of();
  }
}
