package dev.kverdict.trial;

/** Inspects a dead guest before its machine is shut down. */
public interface DeadGuestInspector {

  /** Called while the machine stands still; it is ended when this returns. */
  void inspect(HeldMachine machine);
}
