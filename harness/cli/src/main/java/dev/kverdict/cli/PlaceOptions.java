package dev.kverdict.cli;

import dev.kverdict.run.Environment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where programs run: options shared by {@code verify} and {@code try}. */
final class PlaceOptions {

  @Option(
      names = "--lane",
      paramLabel = "host|container",
      description = "Where programs run (default: ${DEFAULT-VALUE}).")
  private String lane = "host";

  @Option(
      names = "--require-cage",
      description = "Never run what touches a patch or a guest without a cage (docs/cage.md).")
  private boolean requireCage;

  @Option(
      names = "--syz-prog2c",
      paramLabel = "PATH",
      description = "The converter of syzkaller's programs (default: from the PATH).")
  private @Nullable String syzProg2c;

  /**
   * Returns the place, with a log in the directory of each run.
   *
   * @throws dev.kverdict.UserError when there is no such lane, or it cannot work here
   */
  Environment environment() {
    return Environment.ofSystem(lane, requireCage).convertingBy(syzProg2c).loggedBy(RunLog::begin);
  }
}
