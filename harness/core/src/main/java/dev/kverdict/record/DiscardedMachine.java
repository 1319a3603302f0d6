package dev.kverdict.record;

import java.util.Comparator;
import java.util.Objects;

/**
 * A saved machine that was thrown away.
 *
 * @param kernel the kernel under test, {@code KERNEL} or {@code KERNEL/PATCH}
 * @param machine the machine's name, as in the evidence of its trials
 * @param reason what spoke against it, in one line
 */
public record DiscardedMachine(String kernel, String machine, String reason) {

  /** By kernel, then by machine. */
  public static final Comparator<DiscardedMachine> ORDER =
      Comparator.comparing(DiscardedMachine::kernel).thenComparing(DiscardedMachine::machine);

  public DiscardedMachine {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(reason, "reason");
  }
}
