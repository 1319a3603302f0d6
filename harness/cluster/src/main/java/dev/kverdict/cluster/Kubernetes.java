package dev.kverdict.cluster;

import dev.kverdict.text.Printable;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Kubernetes: a wave is an indexed Job. It is asked for the Job and its pods again and again, as
 * Slurm is, because a watch may end at any time and would have to be resumed from a look.
 */
final class Kubernetes implements Scheduler {

  /** Answers that will be the same tomorrow: bad request, no permission, no such thing, invalid. */
  private static final Set<Integer> FINAL = Set.of(400, 401, 403, 404, 409, 422);

  private static final int TOKEN = 12;

  private final KubernetesClient client;
  private final SharedFolder shared;
  private final KubernetesOptions options;
  private final int processors;
  private final String namespace;

  /** The shards of each Job, by index. */
  private final Map<String, List<Integer>> waves = new HashMap<>();

  /**
   * @param processors how many each task gets
   */
  Kubernetes(
      KubernetesClient client, SharedFolder shared, KubernetesOptions options, int processors) {
    this.client = client;
    this.shared = shared;
    this.options = options;
    this.processors = processors;
    String configured = client.getNamespace() == null ? "default" : client.getNamespace();
    this.namespace = options.namespace() == null ? configured : options.namespace();
  }

  @Override
  public String name() {
    return "Kubernetes";
  }

  @Override
  public Submitted submit(Wave wave) {
    String name = "kverdict-" + UUID.randomUUID().toString().replace("-", "").substring(0, TOKEN);
    String numbers = wave.shards().stream().map(n -> n + "\n").collect(Collectors.joining());
    Path file = shared.script("wave-" + name, numbers);
    waves.put(name, wave.shards());
    Job job = JobManifest.of(name, wave, file, shared, options, processors);
    try {
      client.batch().v1().jobs().inNamespace(namespace).resource(job).create();
      return new Accepted(name);
    } catch (KubernetesClientException e) {
      return FINAL.contains(e.getCode()) ? new Refused(said(e)) : new NoAnswer(said(e));
    }
  }

  @Override
  public Look look(Collection<String> jobs) {
    Map<String, Map<Integer, Task>> known = new HashMap<>();
    try {
      for (String job : jobs) {
        known.put(job, tasks(job));
      }
      return new Known(known);
    } catch (KubernetesClientException e) {
      return new NoAnswer(said(e));
    }
  }

  private Map<Integer, Task> tasks(String name) {
    Map<Integer, Task> tasks = new TreeMap<>();
    Job job = client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
    if (job == null) {
      return tasks; // deleted: everything has ended
    }
    Map<Integer, Task> seen = new TreeMap<>();
    client
        .pods()
        .inNamespace(namespace)
        .withLabel(JobManifest.JOB_LABEL, name)
        .list()
        .getItems()
        .forEach(pod -> PodState.read(pod, name).into(seen));
    IndexStates states = IndexStates.of(job);
    List<Integer> shards = waves.getOrDefault(name, List.of());
    for (int index = 0; index < shards.size(); index++) {
      tasks.put(shards.get(index), states.task(index, name, seen.get(index)));
    }
    return tasks;
  }

  @Override
  public void cancel(Collection<String> jobs) {
    for (String job : jobs) {
      client
          .batch()
          .v1()
          .jobs()
          .inNamespace(namespace)
          .withName(job)
          .withPropagationPolicy(DeletionPropagation.BACKGROUND)
          .delete();
    }
  }

  /** All pods of a Job are alike: what is stuck in one is stuck in all. */
  @Override
  public void cancel(String job, int shard) {
    cancel(List.of(job));
  }

  @Override
  public String howToCancel(Collection<String> jobs) {
    return "kubectl -n " + namespace + " delete job " + String.join(" ", jobs);
  }

  private static String said(KubernetesClientException e) {
    return Printable.line(String.valueOf(e.getMessage()));
  }
}
