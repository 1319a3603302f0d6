package dev.kverdict.bench;

import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.host.Lane;
import dev.kverdict.run.RunFolder;
import dev.kverdict.vm.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts whole runs in separate processes, as a user does, all on the kernels and the accelerator
 * that the benchmark was asked for.
 */
record RunStarter(Lane lane, BenchOptions options, RunFolder folder) {

  /**
   * Runs a matrix and waits for the end.
   *
   * @param name a directory for it in the benchmark's, unique
   * @param store the directory for its store, or null for the user's
   * @param more further arguments
   */
  WholeRun run(String name, Path matrix, @Nullable Path store, List<String> more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(matrix.toString()));
    arguments.addAll(more);
    if (options.route() != KernelChoice.AUTO) {
      arguments.addAll(List.of("--route", options.route().label()));
    }
    Accelerator accelerator = options.accelerator();
    if (accelerator != null) {
      arguments.addAll(List.of("--accel", accelerator.label()));
    }
    Path out = Files.createDirectories(folder.file(name));
    return WholeRun.of(lane, options.launcher(), out, store, arguments);
  }
}
