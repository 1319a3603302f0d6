package dev.kverdict.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of a Job, against a server that keeps objects as the API does, and starts no pods. */
@EnableKubernetesMockClient(crud = true)
class KubernetesTest {

  KubernetesMockServer server;
  KubernetesClient client;

  @TempDir private Path folder;
  private SharedFolder shared;
  private Kubernetes kubernetes;

  @BeforeEach
  void prepare() {
    shared = new SharedFolder(folder).prepared();
    KubernetesOptions options = new KubernetesOptions("tests", "image", "claim", false);
    kubernetes = new Kubernetes(client, shared, options, 2);
  }

  private String submit(Integer... shards) {
    Scheduler.Submitted submitted =
        kubernetes.submit(new Wave(List.of(shards), 15, 100, new TreeSet<>()));
    return ((Scheduler.Accepted) submitted).job();
  }

  private List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace("tests").list().getItems();
  }

  private void status(String job, String completed, String failed, String condition) {
    var status = new JobStatusBuilder().withCompletedIndexes(completed).withFailedIndexes(failed);
    if (!condition.isEmpty()) {
      status.addNewCondition().withType(condition).withStatus("True").endCondition();
    }
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace("tests")
        .withName(job)
        .editStatus(
            j -> {
              j.setStatus(status.build());
              return j;
            });
  }

  private void pod(String job, int index, String phase, String reason, String terminated) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(job + "-" + index + "-abcde")
            .addToLabels(JobManifest.JOB_LABEL, job)
            .addToAnnotations(JobManifest.INDEX, "" + index)
            .endMetadata()
            .withNewSpec()
            .withNodeName("n1")
            .endSpec()
            .withNewStatus()
            .withPhase(phase)
            .withReason(reason)
            .addNewContainerStatus()
            .withName("shard")
            .withState(
                new ContainerStateBuilder()
                    .withNewTerminated()
                    .withReason(terminated)
                    .endTerminated()
                    .build())
            .endContainerStatus()
            .endStatus()
            .build();
    client.pods().inNamespace("tests").resource(pod).create();
  }

  private Task task(String job, int shard) {
    return ((Scheduler.Known) kubernetes.look(List.of(job))).tasks().get(job).get(shard);
  }

  @Test
  void aWaveIsAJobWhoseIndexesAreShards() throws IOException {
    String job = submit(3, 7);
    assertThat(jobs()).hasSize(1);
    assertThat(jobs().get(0).getSpec().getCompletions()).isEqualTo(2);
    assertThat(folder.resolve("wave-" + job)).hasContent("3\n7");
    assertThat(task(job, 3).phase()).isEqualTo(Task.Phase.WAITING);
    pod(job, 0, "Running", null, null);
    assertThat(task(job, 3)).isEqualTo(new Task(Task.Phase.RUNNING, "", "n1", "", job + "-0-"));
    status(job, "0", "1", "Failed");
    assertThat(task(job, 3).state()).isEqualTo("COMPLETED");
    assertThat(task(job, 7).phase()).isEqualTo(Task.Phase.ENDED);
  }

  @ParameterizedTest
  @CsvSource({
    "DeadlineExceeded, Error,     TIMEOUT",
    "Evicted,          Error,     NODE_FAIL",
    ",                 OOMKilled, OUT_OF_MEMORY",
    ",                 Error,     FAILED"
  })
  void anIndexThatFailedSaysWhy(String reason, String terminated, String state) {
    String job = submit(3);
    pod(job, 0, "Failed", reason, terminated);
    assertThat(task(job, 3).phase()).as("the Job has the word").isEqualTo(Task.Phase.WAITING);
    status(job, "", "0", "Failed");
    assertThat(task(job, 3).state()).isEqualTo(state);
    assertThat(task(job, 3).phase()).isEqualTo(Task.Phase.ENDED);
  }

  @Test
  void aCancelledJobIsGone() {
    String job = submit(1);
    String other = submit(2);
    kubernetes.cancel(List.of(job));
    assertThat(jobs()).extracting(j -> j.getMetadata().getName()).containsExactly(other);
    assertThat(((Scheduler.Known) kubernetes.look(List.of(job))).tasks().get(job)).isEmpty();
  }

  @Test
  void theWholeWayWithOneIndexThatFails() throws IOException {
    List<Shard> shards = List.of(new Shard(1, 60, 100), new Shard(2, 60, 100));
    List<String> lines = new ArrayList<>();
    Pace pace = new Steps(this::happens);
    ShardRun run =
        new ShardRun(kubernetes, shared, shards, Limits.of(shards, null), pace, lines::add);
    assertThat(run.run()).isEmpty();
    assertThat(lines)
        .contains("shard 2: it ran out of time on n1; submitted again (try 2 of 3)")
        .endsWith("2 of 2 shards whole, 0 running, 0 waiting");
    assertThat(jobs()).as("what is done with is removed").isEmpty();
  }

  private void happens(int step) throws IOException {
    String job = step > 2 && jobs().size() > 1 ? newest() : first();
    switch (step) {
      case 1 -> {
        pod(job, 0, "Running", null, null);
        pod(job, 1, "Failed", "DeadlineExceeded", "Error");
      }
      case 2 -> {
        Files.createDirectory(shared.whole(1));
        status(job, "0", "1", "Failed");
      }
      case 3 -> {
        Files.createDirectory(shared.whole(2));
        status(job, "0", "", "Complete");
      }
      default -> throw new IllegalStateException("nothing more happens");
    }
  }

  private String first() {
    return jobs().get(0).getMetadata().getName();
  }

  private String newest() {
    return jobs().stream()
        .filter(j -> j.getSpec().getCompletions() == 1)
        .findFirst()
        .orElseThrow()
        .getMetadata()
        .getName();
  }

  @Test
  void whatIsRefusedIsSaid() {
    KubernetesOptions options = new KubernetesOptions("tests", "image", "claim", false);
    server
        .expect()
        .post()
        .withPath("/apis/batch/v1/namespaces/tests/jobs")
        .andReturn(403, "{}")
        .always();
    List<Shard> shards = List.of(new Shard(1, 60, 100));
    ShardRun run =
        new ShardRun(
            new Kubernetes(client, shared, options, 2),
            shared,
            shards,
            Limits.of(shards, null),
            new Steps(step -> {}),
            line -> {});
    assertThatThrownBy(run::run)
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("--on kubernetes: the job is refused: ");
  }

  /** Time that stands still; something happens at each pause. */
  private static final class Steps implements Pace {
    private interface Happening {
      void at(int step) throws IOException;
    }

    private final Happening happening;
    private int step;

    Steps(Happening happening) {
      this.happening = happening;
    }

    @Override
    public long now() {
      return 0;
    }

    @Override
    public boolean pause(Duration time) {
      try {
        happening.at(++step);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return true;
    }

    @Override
    public void stop() {}
  }
}
