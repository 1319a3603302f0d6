package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options shared by {@code verify} and {@code bench}. */
final class RunOptions {

  @Option(
      names = "--route",
      paramLabel = "auto|stock|built",
      description = "Which kernel to use: auto (the stock one if it can be used), stock, or built.")
  private @Nullable String route;

  @Option(
      names = "--accel",
      paramLabel = "auto|kvm|tcg",
      description = "The accelerator (default: ${DEFAULT-VALUE}).")
  private String accel = "auto";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory for run directories (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("runs");

  /**
   * Returns the choice of this option, or else of the environment.
   *
   * @throws UserError when there is no route of that name
   */
  KernelChoice route() {
    return KernelChoice.chosen(route, System.getenv());
  }

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

  /** Returns the directory in which the run directory is created. */
  Path out() {
    return out;
  }
}
