package dev.kverdict.cluster;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks of Slurm; null for what the cluster gives.
 *
 * @param partition partitions, divided by commas
 * @param account who pays
 */
public record SlurmOptions(@Nullable String partition, @Nullable String account) {

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
