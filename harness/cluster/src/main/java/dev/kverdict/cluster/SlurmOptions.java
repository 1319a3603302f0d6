package dev.kverdict.cluster;

import dev.kverdict.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks of Slurm; null for what the cluster gives.
 *
 * @param partition partitions, divided by commas
 * @param account who pays
 */
public record SlurmOptions(@Nullable String partition, @Nullable String account)
    implements Cluster {

  @Override
  public void require(Map<String, String> env) {
    boolean there =
        Stream.of(env.getOrDefault("PATH", "").split(":"))
            .filter(directory -> directory.startsWith("/"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "sbatch")));
    if (!there) {
      throw new UserError(
          "--on slurm",
          "there is no sbatch in the PATH",
          "use a machine that submits to the cluster, or install Slurm's commands (Debian:"
              + " slurm-client)");
    }
  }

  /** Returns these as options of sbatch, each of one word, so that none is taken for another. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (partition != null) {
      words.add("--partition=" + partition);
    }
    if (account != null) {
      words.add("--account=" + account);
    }
    return words;
  }
}
