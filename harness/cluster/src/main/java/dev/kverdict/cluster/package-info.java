/** Runs the shards of a plan on a cluster: Slurm or Kubernetes. */
@NullMarked
package dev.kverdict.cluster;

import org.jspecify.annotations.NullMarked;
