package dev.kverdict.campaign;

import dev.kverdict.UserError;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a distribution's kernels come from. */
public enum KernelChoice {
  /** As the distribution ships them, unless a patch asks for more; then its stand-in is built. */
  AUTO,
  /** As the distribution ships them, or not at all. */
  STOCK,
  /** Always their stand-ins, which are built from source. */
  BUILT;

  /** The environment's word, where the command line has none. */
  static final String VARIABLE = "KVERDICT_ROUTE";

  /**
   * Returns the choice of the command line, else of the environment, else {@link #AUTO}.
   *
   * @param flag the value of {@code --route}, or null
   * @throws UserError when it is none of these
   */
  public static KernelChoice chosen(@Nullable String flag, Map<String, String> env) {
    String variable = env.getOrDefault(VARIABLE, "");
    if (flag == null && variable.isEmpty()) {
      return AUTO;
    }
    String text = flag == null ? variable : flag;
    return Arrays.stream(values())
        .filter(route -> route.label().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    (flag == null ? VARIABLE + "=" : "--route ") + text,
                    "no such route",
                    "use "
                        + Arrays.stream(values())
                            .map(KernelChoice::label)
                            .collect(Collectors.joining(", "))));
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
