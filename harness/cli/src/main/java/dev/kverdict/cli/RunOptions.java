package dev.kverdict.cli;

import dev.kverdict.store.Store;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How machines run, and what is left of it: shared by the commands that run machines. */
final class RunOptions {

  @Mixin private final AccelOption accel = new AccelOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {
        "Directory for run directories (default: runs; of check, and of try within the tree, beside",
        "the store)."
      })
  private @Nullable Path out;

  /**
   * Returns the chosen accelerator, or null for auto.
   *
   * @throws dev.kverdict.UserError when there is no accelerator of that name
   */
  @Nullable Accelerator accelerator() {
    return accel.accelerator();
  }

  /** Returns the directory in which the run directory is created. */
  Path out() {
    return out(Path.of("runs"));
  }

  /** Returns a directory for runs that were started where nothing of ours belongs. */
  static Path besideTheStore(String name) {
    return Store.defaultRoot(System.getenv()).resolveSibling(name);
  }

  /** Returns the directory in which the run directory is created, or another if none is named. */
  Path out(Path otherwise) {
    return out == null ? otherwise : out;
  }
}
