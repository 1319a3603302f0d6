package dev.kverdict.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One named step as the program under test, or the agent for {@code mount}, reported it.
 *
 * @param name the step's name
 * @param ok whether it succeeded
 * @param errno the error's name or number as reported, such as {@code EOPNOTSUPP}, or null
 */
public record StepResult(String name, boolean ok, @Nullable String errno) {

  /** The step that the agent itself performs to mount the image. */
  public static final String MOUNT = "mount";

  public StepResult {
    Objects.requireNonNull(name, "name");
  }
}
