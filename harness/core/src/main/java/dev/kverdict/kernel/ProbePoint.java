package dev.kverdict.kernel;

/**
 * An address at which a kprobe event counts executions of a line.
 *
 * @param file the source file below the kernel's root
 * @param line the source line
 * @param module the module's name under {@code /sys/module}
 * @param symbol the symbol whose code contains it
 * @param offset its distance from that symbol, in bytes
 */
public record ProbePoint(String file, int line, String module, String symbol, long offset) {

  /** Returns the place as kprobe events take it (Documentation/trace/kprobetrace.rst). */
  public String where() {
    return "%s:%s+0x%x".formatted(module, symbol, offset);
  }
}
