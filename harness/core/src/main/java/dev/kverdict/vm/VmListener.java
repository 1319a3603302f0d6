package dev.kverdict.vm;

/** Listens to a virtual machine. Called by the threads that read it, so it must return at once. */
public interface VmListener {

  /** Ignores everything. */
  VmListener IGNORE =
      new VmListener() {
        @Override
        public void console(byte[] buffer, int length) {}

        @Override
        public void qmpLine(String line) {}

        @Override
        public void qmpEvent(QmpEvent event) {}

        @Override
        public void ended() {}
      };

  /** Takes bytes of the console, valid only during the call. */
  void console(byte[] buffer, int length);

  /** Takes one line of QMP traffic, in either direction, for the record. */
  void qmpLine(String line);

  /** Takes an event from QEMU. */
  void qmpEvent(QmpEvent event);

  /** Called when QEMU has ended and all its output was delivered. */
  void ended();
}
