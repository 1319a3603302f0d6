package dev.kverdict.record;

import java.util.Comparator;
import java.util.Objects;

/**
 * A snapshot that was discarded.
 *
 * @param kernel the kernel under test, {@code KERNEL} or {@code KERNEL/PATCH}
 * @param machine the snapshot's name, as in the evidence of its trials
 * @param reason why it was discarded, in one line
 */
public record DiscardedMachine(String kernel, String machine, String reason) {

  /** Orders by kernel, then by machine. */
  public static final Comparator<DiscardedMachine> ORDER =
      Comparator.comparing(DiscardedMachine::kernel).thenComparing(DiscardedMachine::machine);

  public DiscardedMachine {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(reason, "reason");
  }
}
