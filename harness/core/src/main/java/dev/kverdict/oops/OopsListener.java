package dev.kverdict.oops;

/** Listens to an {@link OopsReader}, in the order of the console. */
@FunctionalInterface
public interface OopsListener {

  /**
   * Called when a crash begins: as soon as the line that opens it is complete, before its report
   * is.
   *
   * @param header the line that opened the report, without time stamp
   * @param type the type of the crash
   * @param offset where that line starts, in bytes from the start of the console
   */
  default void crashBegan(String header, CrashType type, long offset) {}

  /**
   * Called when a report is complete: its end was seen, another began in its context, or the
   * console ended. Reports come in the order in which they began; crashes on two CPUs may both
   * begin before either is complete.
   */
  void reportEnded(CrashReport report);
}
