package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.vm.Accelerator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The accelerators as {@code --accel} names them. */
final class Accelerators {

  private Accelerators() {}

  /**
   * The named one, or null for auto.
   *
   * @throws UserError when there is none of that name
   */
  static @Nullable Accelerator named(String accel) {
    return switch (accel.toLowerCase(Locale.ROOT)) {
      case "auto" -> null;
      case "kvm" -> Accelerator.KVM;
      case "tcg" -> Accelerator.TCG;
      default ->
          throw new UserError("--accel " + accel, "no such accelerator", "use auto, kvm or tcg");
    };
  }
}
