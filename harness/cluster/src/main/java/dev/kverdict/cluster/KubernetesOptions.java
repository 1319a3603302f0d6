package dev.kverdict.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks of Kubernetes.
 *
 * @param namespace where the Job runs, or null for that of the client's configuration
 * @param image the image that has kverdict, with all that it needs, at the same path as here
 * @param claim the PersistentVolumeClaim whose root is {@code directory}
 * @param directory what is mounted from it, here and in each pod
 * @param kvm whether each pod asks for {@code /dev/kvm}, as KubeVirt's device plugin offers it
 */
public record KubernetesOptions(
    @Nullable String namespace, String image, String claim, Path directory, boolean kvm) {}
