package dev.kverdict.sketch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a reproducer fails, as a case says it.
 *
 * @param crash the title of the kernel's report, or null
 * @param check the step in which it fails, or null
 * @param steps the steps to declare
 * @param remark what a person should know of it, or null
 */
public record KnownFailure(
    @Nullable String crash, @Nullable String check, List<String> steps, @Nullable String remark) {

  public KnownFailure {
    steps = List.copyOf(steps);
    if ((crash == null) == (check == null)) {
      throw new IllegalArgumentException("a failure is either a crash or a check");
    }
  }
}
