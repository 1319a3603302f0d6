package dev.kverdict.cluster;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A wave as an indexed Job (Kubernetes API, batch/v1). Its pods keep to the restricted level of the
 * Pod Security Standards: no root, no privileges, no capabilities, nothing of the host but, if
 * asked for, one device that a plugin gives.
 */
final class JobManifest {

  /** The label that Kubernetes gives to all pods of a Job. */
  static final String JOB_LABEL = "batch.kubernetes.io/job-name";

  /** The annotation that Kubernetes gives to each pod of an indexed Job. */
  static final String INDEX = "batch.kubernetes.io/job-completion-index";

  private static final String CONTAINER = "shard";
  private static final String KVM = "devices.kubevirt.io/kvm";
  private static final String HOSTNAME = "kubernetes.io/hostname";

  /** An account without a name, and with nothing of its own. */
  private static final long USER = 65532;

  /** A day in which somebody may look at pods that failed, in seconds. */
  private static final int KEPT = 24 * 3600;

  private static final int USAGE = 2;
  private static final long SECONDS = 60;

  /** The index of a pod is the line of the wave's file that has the number of its shard. */
  private static final String START =
      "n=$(sed -n \"$((JOB_COMPLETION_INDEX + 1))p\" \"$WAVE\") && [ \"$n\" ] || exit "
          + TaskScripts.BLIND
          + "; exec /bin/sh \"$TASK\" \"$n\" \"$POD\" \"$NODE\"";

  private JobManifest() {}

  /**
   * Returns the Job.
   *
   * @param name its name, a DNS label
   * @param file the wave's file: numbers of shards, a line each
   * @param processors of each pod
   */
  static Job of(
      String name,
      Wave wave,
      Path file,
      SharedFolder shared,
      KubernetesOptions options,
      int processors) {
    Map<String, String> labels = Map.of("app.kubernetes.io/name", "kverdict");
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .withSpec(spec(wave, labels, pod(wave, file, shared, options, processors)))
        .build();
  }

  private static JobSpec spec(Wave wave, Map<String, String> labels, PodSpec pod) {
    int shards = wave.shards().size();
    return new JobSpecBuilder()
        .withCompletionMode("Indexed")
        .withCompletions(shards)
        .withParallelism(shards)
        // Whoever submitted it decides what is tried again, with which limits, and where.
        .withBackoffLimitPerIndex(0)
        .withPodReplacementPolicy("Failed")
        .withNewPodFailurePolicy()
        .addNewRule()
        .withAction("Ignore") // the node went away, or was needed: that is no failure
        .addNewOnPodCondition()
        .withType("DisruptionTarget")
        .withStatus("True")
        .endOnPodCondition()
        .endRule()
        .addNewRule()
        .withAction("FailIndex")
        .withNewOnExitCodes()
        .withContainerName(CONTAINER)
        .withOperator("In")
        .withValues(USAGE)
        .endOnExitCodes()
        .endRule()
        .endPodFailurePolicy()
        .withTtlSecondsAfterFinished(KEPT)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(pod)
        .endTemplate()
        .build();
  }

  private static PodSpec pod(
      Wave wave, Path file, SharedFolder shared, KubernetesOptions options, int processors) {
    PodSpecBuilder pod =
        new PodSpecBuilder()
            .withRestartPolicy("Never")
            .withActiveDeadlineSeconds(wave.minutes() * SECONDS)
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withRunAsUser(USER)
            .withRunAsGroup(USER)
            .withFsGroup(USER)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .withContainers(container(wave, file, shared, options, processors))
            .addNewVolume()
            .withName("shared")
            .withNewPersistentVolumeClaim()
            .withClaimName(options.claim())
            .endPersistentVolumeClaim()
            .endVolume()
            .addNewVolume()
            .withName("scratch")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume();
    if (!wave.without().isEmpty()) {
      pod.withAffinity(elsewhere(wave));
    }
    return pod.build();
  }

  private static Affinity elsewhere(Wave wave) {
    return new AffinityBuilder()
        .withNewNodeAffinity()
        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
        .addNewNodeSelectorTerm()
        .addNewMatchExpression()
        .withKey(HOSTNAME)
        .withOperator("NotIn")
        .addAllToValues(wave.without())
        .endMatchExpression()
        .endNodeSelectorTerm()
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .build();
  }

  private static Container container(
      Wave wave, Path file, SharedFolder shared, KubernetesOptions options, int processors) {
    Map<String, Quantity> requests = new TreeMap<>();
    requests.put("cpu", new Quantity(Integer.toString(processors)));
    if (wave.memoryMiB() > 0) {
      requests.put("memory", new Quantity(wave.memoryMiB() + "Mi"));
    }
    Map<String, Quantity> limits = new TreeMap<>(requests);
    if (options.kvm()) {
      limits.put(KVM, new Quantity("1"));
    }
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(options.image())
        .withCommand("/bin/sh", "-c", START)
        .withEnv(
            env("TASK", shared.path().resolve("task.sh")),
            env("WAVE", file),
            env("HOME", "/scratch"),
            env("XDG_CACHE_HOME", "/scratch/cache"),
            env("TMPDIR", "/scratch"),
            field("POD", "metadata.name"),
            field("NODE", "spec.nodeName"))
        .withNewResources()
        .withRequests(requests)
        .withLimits(limits)
        .endResources()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withPrivileged(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .addNewVolumeMount()
        .withName("shared")
        .withMountPath(Objects.requireNonNull(shared.path().getParent()).toString())
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("scratch")
        .withMountPath("/scratch")
        .endVolumeMount()
        .build();
  }

  /** Kubernetes expands $(NAME) in a value, and takes two dollar signs for one. */
  private static EnvVar env(String name, Object value) {
    return new EnvVarBuilder()
        .withName(name)
        .withValue(value.toString().replace("$", "$$"))
        .build();
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }
}
