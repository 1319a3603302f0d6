package dev.kverdict.vm;

/** Told what a virtual machine says, from the threads that read it: must return at once. */
public interface VmListener {

  /** Bytes of the console, valid during the call only. */
  void console(byte[] buffer, int length);

  /** One line of QMP traffic, either way, for the record. */
  void qmpLine(String line);

  /** An event of QEMU. */
  void qmpEvent(QmpEvent event);

  /** QEMU ended and everything it said was delivered. */
  void ended();
}
