package dev.kverdict.cluster;

import java.util.Map;

/** A kind of cluster, and what a person asks of it. */
public sealed interface Cluster permits SlurmOptions, KubernetesOptions {

  /**
   * Checks that this machine can submit to it.
   *
   * @param env environment variables
   * @throws dev.kverdict.UserError if it cannot
   */
  void require(Map<String, String> env);
}
