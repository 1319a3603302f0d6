package dev.kverdict.trial;

/** Inspects a dead guest before its machine is shut down. */
public interface DeadGuestInspector {

  /** Called while the machine is stopped; it is shut down when this returns. */
  void inspect(HeldMachine machine);
}
