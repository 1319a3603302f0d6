package dev.kverdict.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks of Kubernetes.
 *
 * @param namespace where the Job runs, or null for that of the client's configuration
 * @param image the image that has kverdict, with all that it needs, at the same path as here
 * @param claim the PersistentVolumeClaim whose root is the directory above that of the run
 * @param kvm whether each pod asks for {@code /dev/kvm}, as KubeVirt's device plugin offers it
 */
public record KubernetesOptions(@Nullable String namespace, String image, String claim, boolean kvm)
    implements Cluster {

  /** The client is a part of this program. */
  @Override
  public void require(Map<String, String> env) {}
}
