package dev.kverdict.record;

import java.util.function.Supplier;

/**
 * What goes on at a moment, for whoever looks on. It is passed on at once and kept nowhere: what a
 * run has to remember is an {@link Event}.
 */
public sealed interface Glimpse {

  /**
   * A build is about to compile about as much as an earlier one of the like did.
   *
   * @param kernel the kernel under test, {@code KERNEL} or {@code KERNEL/PATCH}
   * @param objects the number of objects that the earlier one had
   */
  record Expecting(String kernel, int objects) implements Glimpse {}

  /**
   * A build compiled another object.
   *
   * @param kernel the kernel under test, as above
   * @param objects the number of objects so far
   */
  record Compiled(String kernel, int objects) implements Glimpse {}

  /**
   * A machine is about to start.
   *
   * @param machine what it is for: a trial, or a snapshot
   * @param console returns the last line of its console at any time, from any thread: what a guest
   *     wrote, without its line end; empty if there is none
   */
  record MachineStarted(String machine, Supplier<String> console) implements Glimpse {}

  /** A machine has ended, or was not started. */
  record MachineEnded(String machine) implements Glimpse {}
}
