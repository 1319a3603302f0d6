package dev.kverdict.cli;

import dev.kverdict.campaign.KernelChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which kernel of a distribution is used: shared by {@code verify} and {@code bench}. */
final class RouteOption {

  @Option(
      names = "--route",
      paramLabel = "auto|stock|built",
      description = "Which kernel to use: auto (the stock one if it can be used), stock, or built.")
  private @Nullable String route;

  /**
   * Returns the choice of this option, or else of the environment.
   *
   * @throws dev.kverdict.UserError when there is no route of that name
   */
  KernelChoice choice() {
    return KernelChoice.chosen(route, System.getenv());
  }
}
