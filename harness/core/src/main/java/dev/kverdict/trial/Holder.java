package dev.kverdict.trial;

/** Somebody who wants to look at a guest that died, before it is gone. */
public interface Holder {

  /** Called while the machine stands still; it is ended when this returns. */
  void hold(HeldMachine machine);
}
