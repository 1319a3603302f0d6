package dev.kverdict.kernel;

/**
 * An address at which a kprobe event counts executions of a line.
 *
 * @param file the source file below the kernel's root
 * @param line the line whose code it is
 * @param module the module's name under {@code /sys/module}
 * @param symbol the symbol whose code it lies in
 * @param offset its distance from that symbol, in bytes
 */
public record ProbePoint(String file, int line, String module, String symbol, long offset) {

  /** The place as kprobe events take it (Documentation/trace/kprobetrace.rst). */
  public String where() {
    return "%s:%s+0x%x".formatted(module, symbol, offset);
  }
}
