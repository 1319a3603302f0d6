package dev.kverdict.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The Job as Kubernetes reads it. */
class JobManifestTest {

  private static final Path SHARED = Path.of("/nfs/a $(POD) 'b'");

  private static JsonNode job(boolean kvm, String... without) throws Exception {
    KubernetesOptions options = new KubernetesOptions(null, "kverdict:1", "claim", kvm);
    Wave wave = new Wave(List.of(3, 7), 30, 2048, new TreeSet<>(List.of(without)));
    SharedFolder shared = new SharedFolder(SHARED.resolve("run"));
    Job job = JobManifest.of("kverdict-1", wave, SHARED.resolve("run/wave-1"), shared, options, 2);
    return new ObjectMapper().readTree(new KubernetesSerialization().asJson(job));
  }

  @Test
  void itIsReadAsItIsWritten() throws Exception {
    JsonNode written = job(true, "n1");
    KubernetesSerialization api = new KubernetesSerialization();
    Job read = api.unmarshal(written.toString(), Job.class);
    assertThat(new ObjectMapper().readTree(api.asJson(read)).toString())
        .isEqualTo(written.toString());
    assertThat(written.at("/apiVersion").asText()).isEqualTo("batch/v1");
    assertThat(written.at("/kind").asText()).isEqualTo("Job");
  }

  @Test
  void noPodHasMoreThanItNeeds() throws Exception {
    JsonNode pod = job(false).at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(container.at("/securityContext/privileged").asBoolean(true)).isFalse();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
    assertThat(pod.toString()).doesNotContain("hostPath", "hostNetwork", "hostPID", "kvm");
  }

  @Test
  void limitsAreThoseOfTheWave() throws Exception {
    JsonNode job = job(true, "n1", "n2");
    JsonNode spec = job.at("/spec");
    assertThat(spec.at("/completionMode").asText()).isEqualTo("Indexed");
    assertThat(spec.at("/completions").asInt()).isEqualTo(2);
    assertThat(spec.at("/backoffLimitPerIndex").asInt(9)).isZero();
    assertThat(spec.at("/ttlSecondsAfterFinished").asInt()).isEqualTo(86_400);
    JsonNode pod = spec.at("/template/spec");
    assertThat(pod.at("/activeDeadlineSeconds").asInt()).isEqualTo(1800);
    JsonNode resources = pod.at("/containers/0/resources");
    assertThat(resources.at("/requests/memory").asText()).isEqualTo("2048Mi");
    assertThat(resources.at("/limits/cpu").asText()).isEqualTo("2");
    assertThat(resources.path("limits").path("devices.kubevirt.io/kvm").asText()).isEqualTo("1");
    assertThat(pod.findValue("matchExpressions").toString()).contains("NotIn", "[\"n1\",\"n2\"]");
  }

  @Test
  void nothingOfAPathIsExpanded() throws Exception {
    JsonNode pod = job(false).at("/spec/template/spec");
    Map<String, String> env = new TreeMap<>();
    pod.at("/containers/0/env")
        .forEach(e -> env.put(e.path("name").asText(), e.path("value").asText()));
    assertThat(env).containsEntry("TASK", "/nfs/a $$(POD) 'b'/run/task.sh");
    assertThat(pod.at("/containers/0/command").toString()).doesNotContain("nfs");
  }

  /** For {@code ci/kubernetes-schema}, which names a directory. */
  @Test
  @EnabledIfSystemProperty(named = "manifests.to", matches = ".+")
  void jobsAreWrittenDown() throws Exception {
    Path to = Path.of(System.getProperty("manifests.to"));
    Map<String, JsonNode> jobs =
        Map.of("kvm", job(true), "emulated", job(false), "without-nodes", job(true, "n1", "n2"));
    for (Map.Entry<String, JsonNode> job : jobs.entrySet()) {
      Files.writeString(to.resolve(job.getKey() + ".json"), job.getValue().toString());
    }
    assertThat(to).isDirectoryContaining("glob:**/kvm.json");
  }
}
