package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.vm.Accelerator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** By what machines run: shared by the commands that run machines, or plan to. */
final class AccelOption {

  @Option(
      names = "--accel",
      paramLabel = "auto|kvm|tcg",
      description = "The accelerator (default: ${DEFAULT-VALUE}).")
  private String accel = "auto";

  /**
   * Returns the chosen accelerator, or null for auto.
   *
   * @throws UserError when there is no accelerator of that name
   */
  @Nullable Accelerator accelerator() {
    return switch (accel.toLowerCase(Locale.ROOT)) {
      case "auto" -> null;
      case "kvm" -> Accelerator.KVM;
      case "tcg" -> Accelerator.TCG;
      default ->
          throw new UserError("--accel " + accel, "no such accelerator", "use auto, kvm or tcg");
    };
  }
}
