package dev.kverdict.vm;

/**
 * Listens to a virtual machine. Called by the threads that read it, so it must return at once. What
 * is not overridden is ignored.
 */
public interface VmListener {

  /** Ignores everything. */
  VmListener IGNORE = new VmListener() {};

  /** Takes bytes of the console, valid only during the call. */
  default void console(byte[] buffer, int length) {}

  /** Takes one line of QMP traffic, in either direction, for the record. */
  default void qmpLine(String line) {}

  /** Takes an event from QEMU. */
  default void qmpEvent(QmpEvent event) {}

  /** Called when QEMU has ended and all its output was delivered. */
  default void ended() {}
}
