package dev.kverdict.oops;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a stack, as the console has it or as debug information adds it.
 *
 * @param function the symbol, with compiler suffixes such as {@code .isra.0}
 * @param offset the place within the function in bytes, or {@link #UNKNOWN}
 * @param size the function's size in bytes, or {@link #UNKNOWN}
 * @param module the module it is in, or null for the kernel itself
 * @param exact whether the offset is that of the instruction itself, as for a trap; else it is the
 *     return address, behind the call
 * @param reliable whether the unwinder vouches for it (no {@code ?} before it)
 * @param inlined whether the compiler put it into the frame that follows it
 * @param source {@code file:line}, or null where nobody told
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

  /** No number was told. */
  public static final long UNKNOWN = -1;

  public Frame {
    Objects.requireNonNull(function, "function");
  }

  /** The function without compiler suffixes. */
  public String name() {
    return Symbol.plain(function);
  }

  /** A function that the compiler put into this frame. */
  public Frame inlining(String name, String place) {
    return new Frame(name, UNKNOWN, UNKNOWN, module, exact, reliable, true, place);
  }

  /** The same frame with its place in the source. */
  public Frame at(@Nullable String place) {
    return new Frame(function, offset, size, module, exact, reliable, inlined, place);
  }
}
