package dev.kverdict.pool;

import dev.kverdict.model.Cell;
import dev.kverdict.store.Key;
import dev.kverdict.trial.Preparation;
import dev.kverdict.trial.SharedBoot;
import dev.kverdict.trial.Stage;
import java.util.Objects;

/**
 * A snapshot that a trial may resume from, whether it exists already or not.
 *
 * @param key what it is known by in the store
 * @param stage where it is saved
 * @param number which of several in the same way made ones it is, from 1
 */
record Origin(Key key, Stage stage, int number) {

  private static final int RECIPE = 4;

  /** A snapshot of one side of a cell. */
  static Origin of(Preparation guest, String ingredients, String qemu, Stage stage, int number) {
    return new Origin(
        Key.of(
            "snapshot",
            RECIPE,
            ingredients,
            Guests.described(guest),
            qemu,
            guest.shared() == null ? "booted" : "of a shared boot",
            stage.name(),
            Integer.toString(number)),
        stage,
        number);
  }

  /** Returns the kernel whose trials need it: a boot that patches share is their control's. */
  String neededBy(Cell cell) {
    return stage == Stage.BEFORE_MODULES ? cell.kernel().name() : cell.kernelUnderTest();
  }

  /** The boot that a guest shares with others: nothing of it is the guest's own. */
  static Origin shared(Preparation guest, String qemu, int number) {
    SharedBoot boot = Objects.requireNonNull(guest.shared(), "a shared boot");
    return of(guest, boot.made(), qemu, Stage.BEFORE_MODULES, number);
  }
}
