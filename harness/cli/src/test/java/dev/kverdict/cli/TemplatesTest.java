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

  /** A launcher that plans two shards, runs one, and joins what there is. */
  private void planning() throws IOException {
    Path clone = Path.of(environment.get("KVERDICT"));
    ClonedGate.program(
        clone.resolve("kverdict"),
        """
        #!/bin/bash
        case $1 in
          plan)
            [ -d "$(dirname "$2")" ] || exit 2
            mkdir plan && touch plan/shard-1.json plan/shard-2.json
            [ "${*: -1}" != --json ] || echo '{"include":[{"shard":1,"file":"shard-1.json"}]}'
            ;;
          shard) [ -f "$2" ] && [ "$3" = --out ] && mkdir "$4" ;;
          merge)
            [ "$*" = "merge plan left-1 left-2 --out run" ] || exit 2
            mkdir run && echo joined >run/summary.md
            exit "$CODE"
            ;;
        esac
        """);
    ClonedGate.run(
        clone,
        Map.of(),
        "git add . && git -c user.name=n -c user.email=n@example.org commit -q -m y");
    Files.createDirectories(job.resolve("kverdict"));
  }

  private CommandResult fresh(List<String> lines) throws IOException {
    ClonedGate.run(job, Map.of(), "rm -rf kverdict-clone");
    return ClonedGate.run(job, environment, String.join("\n", lines));
  }

  private static List<String> runs(JsonNode job) {
    List<String> lines = new ArrayList<>();
    job.path("steps").forEach(step -> lines.add(step.path("run").asText("")));
    return lines;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void gitHubsShardsAreRunAndJoined(int code) throws IOException {
    JsonNode file = yaml("github-shards.yml");
    requireValid("github-workflow.schema.json", file);
    planning();
    environment.put("CODE", Integer.toString(code));
    environment.put("GITHUB_OUTPUT", job.resolve("output").toString());
    environment.put("GITHUB_STEP_SUMMARY", job.resolve("step").toString());
    CommandResult planned = fresh(runs(file.at("/jobs/plan")));
    assertThat(planned.ok()).as(planned.summary()).isTrue();
    assertThat(job.resolve("output"))
        .hasContent("shards={\"include\":[{\"shard\":1,\"file\":\"shard-1.json\"}]}");
    for (int i = 1; i <= 2; i++) {
      environment.put("FILE", "shard-" + i + ".json");
      CommandResult ran = fresh(runs(file.at("/jobs/shard")));
      assertThat(ran.ok()).as(ran.summary()).isTrue();
      Files.move(job.resolve("left"), job.resolve("left-" + i)); // as an artefact
    }
    assertThat(fresh(runs(file.at("/jobs/merge"))).exitCode()).isEqualTo(code);
    assertThat(job.resolve("step")).hasContent("joined");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void gitLabsShardsAreRunAndJoined(int code) throws IOException {
    JsonNode file = yaml("gitlab-shards.yml");
    requireValid("gitlab-ci.schema.json", file);
    planning();
    environment.put("CODE", Integer.toString(code));
    List<String> before = new ArrayList<>();
    file.at("/default/before_script").forEach(line -> before.add(line.asText()));
    for (int i = 0; i <= 5; i++) {
      environment.put("CI_NODE_INDEX", Integer.toString(i));
      List<String> lines = new ArrayList<>(before);
      String name = i == 0 ? "plan" : i == 5 ? "merge" : "shard";
      file.path(name).path("script").forEach(line -> lines.add(line.asText()));
      CommandResult ran = fresh(lines);
      assertThat(ran.exitCode()).as(name + ": " + ran.summary()).isEqualTo(i == 5 ? code : 0);
    }
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
