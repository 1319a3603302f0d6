package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kverdict.host.CommandResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The templates for CI services: by the rules of each service, and with their shell commands run on
 * a repository with two commits. Only what needs root or a container has a script in its place.
 */
class TemplatesTest {

  private static final Path TEMPLATES = ClonedGate.HOME.resolve("ci/templates");

  /** Contexts that GitHub has where an expression stands (its documentation, "Contexts"). */
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "\\$\\{\\{ github\\.(event\\.pull_request\\.(base|head)\\.sha|run_id|run_attempt) \\}\\}");

  @TempDir private Path folder;
  private Path job;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void begin() throws IOException {
    Path clone = ClonedGate.in(folder);
    job = Files.createDirectories(folder.resolve("job"));
    for (int i = 0; i < 3; i++) {
      commit(i);
    }
    Path bin = folder.resolve("bin");
    ClonedGate.program(bin.resolve("apt-get"), "#!/bin/sh\n");
    ClonedGate.program(bin.resolve("udevadm"), "#!/bin/sh\necho udevadm \"$@\"\n");
    ClonedGate.program(
        bin.resolve("sudo"),
        "#!/bin/sh\n[ \"$1\" != tee ] || { echo \"writes $2:\"; exec cat; }\nexec \"$@\"\n");
    // Runs on the host what it would run in a container, with the variables that are handed over.
    ClonedGate.program(
        bin.resolve("docker"),
        """
        #!/bin/bash
        env=("PATH=$PATH" "HOME=$HOME" "CODE=$CODE")
        while [ "$1" != debian:12 ]; do
          case $1 in
            --env)
              case $2 in *=*) env+=("$2") ;; *) env+=("$2=${!2}") ;; esac
              shift
              ;;
          esac
          shift
        done
        shift
        exec env -i "${env[@]}" "$@"
        """);
    environment.put("PATH", bin + ":/usr/bin:/bin");
    environment.put("KVERDICT", clone.toString());
    environment.put("CASE", "kverdict/case.yaml");
  }

  private void commit(int number) {
    CommandResult made =
        ClonedGate.run(
            job,
            Map.of(),
            """
            [ -e .git ] || git init -q -b main .
            echo %d >f
            git add f
            git -c user.name=n -c user.email=n@example.org commit -q -m "change %d"
            """
                .formatted(number, number));
    assertThat(made.ok()).as(made.summary()).isTrue();
  }

  private String revision(String name) {
    return ClonedGate.run(job, Map.of(), "git rev-parse " + name).output().get(0);
  }

  private static JsonNode yaml(String name) throws IOException {
    return new YAMLMapper().readTree(Files.readString(TEMPLATES.resolve(name)));
  }

  private static void requireValid(String schema, JsonNode document) throws IOException {
    try (InputStream in = Objects.requireNonNull(TemplatesTest.class.getResourceAsStream(schema))) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                  .validate(document.toString(), InputFormat.JSON))
          .isEmpty();
    }
  }

  private void requireReports() throws IOException {
    assertThat(job.resolve("kverdict-reports/junit.xml")).hasContent("junit.xml of 2 patches");
  }

  @Test
  void gitHubsIsAWorkflow() throws IOException {
    requireValid("github-workflow.schema.json", yaml("github.yml"));
    String text = Files.readString(TEMPLATES.resolve("github.yml"));
    Matcher expressions = Pattern.compile("\\$\\{\\{.*?\\}\\}").matcher(text);
    assertThat(expressions.results().map(found -> found.group()))
        .isNotEmpty()
        .allSatisfy(found -> assertThat(found).matches(EXPRESSION));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void gitHubsStepsJudge(int code) throws IOException {
    environment.put("CODE", Integer.toString(code));
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("GITHUB_STEP_SUMMARY", job.resolve("step").toString());
    environment.put("RUNNER_TEMP", Files.createDirectories(folder.resolve("temp dir")).toString());
    environment.put("BASE", revision("HEAD~2"));
    environment.put("TIP", revision("HEAD"));
    List<CommandResult> results = new ArrayList<>();
    for (JsonNode step : yaml("github.yml").at("/jobs/gate/steps")) {
      if (step.has("run")) {
        results.add(ClonedGate.run(job, environment, step.path("run").asText()));
      }
    }
    assertThat(results).hasSize(2);
    assertThat(results.get(0).ok()).as(results.get(0).summary()).isTrue();
    assertThat(results.get(0).output())
        .contains(
            "writes /etc/udev/rules.d/99-kverdict-kvm.rules:",
            "KERNEL==\"kvm\", GROUP=\"kvm\", MODE=\"0666\", OPTIONS+=\"static_node=kvm\"",
            "udevadm trigger --name-match=kvm");
    assertThat(results.get(1).exitCode()).as(results.get(1).summary()).isEqualTo(code);
    assertThat(results.get(1).output()).contains("annotations.txt of 2 patches");
    assertThat(job.resolve("step")).hasContent("summary.md of 2 patches");
    requireReports();
  }

  @Test
  void gitLabsIsAJob() throws IOException {
    JsonNode file = yaml("gitlab.yml");
    requireValid("gitlab-ci.schema.json", file);
    for (String report : new String[] {"junit", "codequality"}) {
      String path = file.at("/kverdict/artifacts/reports/" + report).asText();
      assertThat(Files.readString(ClonedGate.HOME.resolve("ci/gate")))
          .contains(path.replace("kverdict-reports/", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void gitLabsScriptJudges(int code) throws IOException {
    environment.put("CODE", Integer.toString(code));
    environment.put("CI_MERGE_REQUEST_DIFF_BASE_SHA", revision("HEAD~2"));
    environment.put("CI_COMMIT_SHA", revision("HEAD"));
    List<String> lines = new ArrayList<>();
    JsonNode gate = yaml("gitlab.yml").path("kverdict");
    gate.path("before_script").forEach(line -> lines.add(line.asText()));
    gate.path("script").forEach(line -> lines.add(line.asText()));
    CommandResult result = ClonedGate.run(job, environment, String.join("\n", lines));
    assertThat(result.exitCode()).as(result.summary()).isEqualTo(code);
    requireReports();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void jenkinsRunsThePipeline(int code) throws IOException {
    environment.put("CODE", Integer.toString(code));
    environment.put("CHANGE_TARGET", "main");
    ClonedGate.run(
        job,
        Map.of(),
        """
        git clone -q --bare . ../origin.git
        git -C ../origin.git update-ref refs/heads/main HEAD~2
        git remote add origin ../origin.git
        """);
    JenkinsPipeline pipeline = JenkinsPipeline.read(TEMPLATES.resolve("Jenkinsfile"));
    assertThat(pipeline.called())
        .containsSubsequence(
            "pipeline", "agent", "stages", "stage", "steps", "sh", "post", "junit");
    assertThat(pipeline.set()).containsOnlyKeys("CASE", "KVERDICT");
    CommandResult result = ClonedGate.run(job, environment, String.join("\n", pipeline.shell()));
    assertThat(result.exitCode()).as(result.summary()).isEqualTo(code);
    requireReports();
  }
}
