package dev.kverdict.oops;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a stack, from the console or added from debug information.
 *
 * @param function the symbol, with compiler suffixes such as {@code .isra.0}
 * @param offset the place within the function in bytes, or {@link #UNKNOWN}
 * @param size the function's size in bytes, or {@link #UNKNOWN}
 * @param module the module it is in, or null for the kernel itself
 * @param exact whether the offset is that of the instruction itself, as for a trap, not that of a
 *     return address, which follows the call
 * @param reliable whether the unwinder vouches for it (no {@code ?} before it)
 * @param inlined whether it was inlined into the frame that follows it
 * @param source {@code file:line}, or null if unknown
 */
public record Frame(
    String function,
    long offset,
    long size,
    @Nullable String module,
    boolean exact,
    boolean reliable,
    boolean inlined,
    @Nullable String source) {

  /** Stands for an unknown number. */
  public static final long UNKNOWN = -1;

  public Frame {
    Objects.requireNonNull(function, "function");
  }

  /** Returns the function without compiler suffixes. */
  public String name() {
    return Symbol.plain(function);
  }

  /** Returns a frame for a function inlined into this one. */
  public Frame inlining(String name, String place) {
    return new Frame(name, UNKNOWN, UNKNOWN, module, exact, reliable, true, place);
  }

  /** Returns a copy with its place in the source. */
  public Frame at(@Nullable String place) {
    return new Frame(function, offset, size, module, exact, reliable, inlined, place);
  }
}
