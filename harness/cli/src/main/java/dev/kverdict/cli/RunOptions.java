package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How kernels are come by and run, and where that is noted: what verify and bench are asked. */
final class RunOptions {

  @Option(
      names = "--route",
      paramLabel = "auto|stock|built",
      description = "How a distro's kernel is had: as shipped where that will do, only so, never.")
  private @Nullable String route;

  @Option(names = "--accel", paramLabel = "auto|kvm|tcg", description = "The accelerator.")
  private String accel = "auto";

  @Option(names = "--out", paramLabel = "DIR", description = "Where run folders go.")
  private Path out = Path.of("runs");

  RunOptions() {}

  /**
   * What is asked for, here or by the environment.
   *
   * @throws UserError when there is no route of that name
   */
  KernelChoice route() {
    return KernelChoice.chosen(route, System.getenv());
  }

  /**
   * The named one, or null for auto.
   *
   * @throws UserError when there is none of that name
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

  /** The folder below which the run's folder is made. */
  Path out() {
    return out;
  }
}
