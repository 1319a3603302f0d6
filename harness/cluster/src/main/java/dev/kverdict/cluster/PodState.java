package dev.kverdict.cluster;

import dev.kverdict.text.Printable;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pod of an indexed Job says of its task, in the words that Slurm has for the same.
 *
 * @param index the index; -1 if it has none
 */
record PodState(int index, Task task) {

  /** Why a container does not start, and never will. */
  private static final Set<String> NEVER =
      Set.of("InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError");

  static PodState read(Pod pod, String job) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String index = annotations == null ? null : annotations.get(JobManifest.INDEX);
    int number = index != null && index.matches("[0-9]{1,9}") ? Integer.parseInt(index) : -1;
    String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
    PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    String waits = waits(status);
    Task task =
        new Task(
            phase(status, waits),
            state(status),
            node == null ? "" : Printable.line(node),
            waits,
            job + "-" + number + "-");
    return new PodState(number, task);
  }

  /** Replaces what an older pod said. Pods come in no order, but those that live count more. */
  void into(Map<Integer, Task> tasks) {
    Task other = tasks.get(index);
    if (other == null || other.phase() == Task.Phase.ENDED) {
      tasks.put(index, task);
    }
  }

  private static Task.Phase phase(PodStatus status, String waits) {
    return switch (Optional.ofNullable(status.getPhase()).orElse("Pending")) {
      case "Running" -> Task.Phase.RUNNING;
      case "Succeeded", "Failed" -> Task.Phase.ENDED;
      default -> NEVER.contains(waits) ? Task.Phase.STUCK : Task.Phase.WAITING;
    };
  }

  private static String state(PodStatus status) {
    if ("Succeeded".equals(status.getPhase())) {
      return "COMPLETED";
    }
    boolean memory =
        containers(status).stream()
            .map(ContainerStatus::getState)
            .anyMatch(
                s ->
                    s != null
                        && s.getTerminated() != null
                        && "OOMKilled".equals(s.getTerminated().getReason()));
    if (memory) {
      return "OUT_OF_MEMORY";
    }
    return switch (Optional.ofNullable(status.getReason()).orElse("")) {
      case "DeadlineExceeded" -> "TIMEOUT";
      case "Evicted", "NodeLost", "NodeShutdown", "Terminated" -> "NODE_FAIL";
      case "Preempting" -> "PREEMPTED";
      default -> "Failed".equals(status.getPhase()) ? "FAILED" : "";
    };
  }

  /** Returns why it does not run yet. */
  private static String waits(PodStatus status) {
    Optional<String> container =
        containers(status).stream()
            .map(ContainerStatus::getState)
            .filter(s -> s != null && s.getWaiting() != null)
            .map(s -> s.getWaiting().getReason())
            .filter(reason -> reason != null)
            .findFirst();
    return Printable.line(container.or(() -> condition(status)).orElse(""));
  }

  private static Optional<String> condition(PodStatus status) {
    List<PodCondition> conditions = list(status.getConditions());
    return conditions.stream()
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .map(PodCondition::getReason)
        .filter(reason -> reason != null)
        .findFirst();
  }

  private static List<ContainerStatus> containers(PodStatus status) {
    return list(status.getContainerStatuses());
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
