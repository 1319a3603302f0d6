package dev.kverdict.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kverdict.cli.Kverdict;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Makes faults, one after the other, and looks at what becomes of the runs and of what is left. */
final class Drill implements AutoCloseable {

  /** The first run of all builds kernels, if the user's store has none. */
  private static final Duration FIRST = Duration.ofMinutes(20);

  private static final Duration NEXT = Duration.ofMinutes(5);
  private static final int SIGNALLED = 128;
  private static final int LONGEST_OUTCOME = 160;

  /** The launcher, or null to start Java as it does. */
  private final @Nullable String launcher;

  private final Stage stage;
  private int started;

  private Drill(Stage stage, @Nullable String launcher) {
    this.stage = stage;
    this.launcher = launcher;
  }

  /**
   * Sets the stage: the case runs in the user's store, from which the drill's takes what it used.
   *
   * @param launcher the launcher, or null
   */
  static Drill open(@Nullable String launcher) throws IOException, InterruptedException {
    Drill drill = new Drill(Stage.open(), launcher);
    try {
      FileTime since = FileTime.from(Instant.now().minusSeconds(1));
      String users = Store.defaultRoot(System.getenv()).resolveSibling("..").normalize().toString();
      try (DrillRun run =
          drill.start(
              Fault.of("first").knowing("XDG_CACHE_HOME=" + users), List.of("drill.yaml"))) {
        int code = run.exitCode(FIRST);
        if (code != 0) {
          throw new AssertionError(
              "the case itself ends with %d: %s".formatted(code, run.printed()));
        }
      }
      drill.stage.link(since);
      return drill;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      drill.close();
      throw e;
    }
  }

  Stage stage() {
    return stage;
  }

  /** Makes a fault, and tells what came of it. */
  Row row(Fault fault) throws IOException, InterruptedException {
    if (!fault.around().isEmpty() && !Tools.fault().isEmpty()) {
      return Row.notRun(fault, Tools.fault());
    }
    stage.stock(fault.stock());
    List<String> wrong = new ArrayList<>();
    List<String> set = fault.scene().set(stage);
    String outcome;
    String code;
    try (DrillRun run = start(fault, set.isEmpty() ? fault.words() : set)) {
      fault.blow().fall(run, this);
      int exit = run.exitCode(fault.limit());
      code = Integer.toString(exit);
      outcome = outcome(run, exit);
      wrong.addAll(faultsOf(run, exit, fault));
    }
    String orphans = orphans(fault, wrong);
    return new Row(fault.name(), outcome, code, orphans, next(wrong), wrong);
  }

  private static List<String> faultsOf(DrillRun run, int exit, Fault fault) throws IOException {
    List<String> wrong = new ArrayList<>();
    String printed = run.printed();
    if (!fault.ends().contains(exit)) {
      wrong.add("exit code %d: %s".formatted(exit, printed));
    }
    if (printed.contains("\tat ") || printed.contains("a bug in kverdict itself")) {
      wrong.add("a stack trace, or a bug of its own: " + printed);
    }
    if (exit == 4 && run.result().isEmpty() && !lastLine(printed).startsWith("kverdict: ")) {
      wrong.add("it does not say why: " + printed);
    }
    Map<String, String> classes = verdicts(run, "class");
    if (classes.getOrDefault("right", "").equals("FAIL")) {
      wrong.add("the right patch fails: " + printed);
    }
    if (classes.getOrDefault("wrong", "").equals("PASS")) {
      wrong.add("the wrong patch passes: " + printed);
    }
    return wrong;
  }

  private String orphans(Fault fault, List<String> wrong) throws IOException {
    Remains remains = new Remains(stage);
    List<String> left = new ArrayList<>(remains.programs());
    left.addAll(remains.mounts());
    left.forEach(one -> wrong.add("left behind: " + one));
    List<Path> directories = remains.directories();
    if (!fault.lasting()) {
      directories.forEach(one -> wrong.add("left behind: " + one));
    }
    if (!left.isEmpty()) {
      return left.size() + " programs or mounts";
    }
    return directories.isEmpty() ? "nothing" : "directories, until the next run";
  }

  /** Runs the case again, without any fault. */
  private String next(List<String> wrong) throws IOException, InterruptedException {
    try (DrillRun run = start(Fault.of("next"), List.of("drill.yaml"))) {
      int exit = run.exitCode(NEXT);
      if (exit != 0) {
        wrong.add("the next run ends with %d: %s".formatted(exit, run.printed()));
      }
      for (Path left : new Remains(stage).directories()) {
        wrong.add("left behind by the next run: " + left);
      }
      return exit == 0 ? "right" : outcome(run, exit) + ", exit code " + exit;
    }
  }

  /** Runs something else on the same store meanwhile, which has to end well. */
  void beside(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.replaceAll(
        word -> word.endsWith(".yaml") ? stage.cases().resolve(word).toString() : word);
    Path runs = Files.createTempDirectory(stage.home(), "runs-beside");
    if (words.contains("verify")) {
      words.addAll(List.of("--accel", "tcg", "--out", runs.toString()));
    }
    try (DrillRun run = launch("", List.of(), words)) {
      int code = run.exitCode(NEXT);
      if (code != 0) {
        throw new AssertionError("%s ends with %d: %s".formatted(words, code, run.printed()));
      }
    }
  }

  /** Starts verify, without any fault. */
  DrillRun start(String... words) throws IOException {
    return start(Fault.of("none"), List.of(words));
  }

  private DrillRun start(Fault fault, List<String> words) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("verify"));
    arguments.add(stage.cases().resolve(words.get(0)).toString());
    arguments.addAll(words.subList(1, words.size()));
    if (!words.contains("--accel")) {
      arguments.addAll(List.of("--accel", "tcg"));
    }
    arguments.addAll(List.of("--out", stage.runs().toString()));
    return launch(fault.around(), fault.environment(), arguments);
  }

  private DrillRun launch(String around, List<String> environment, List<String> arguments)
      throws IOException {
    started++;
    List<String> argv = new ArrayList<>();
    if (!around.isEmpty()) {
      argv.addAll(List.of("unshare", "--mount", "--propagation", "private"));
      argv.addAll(List.of("sh", "-c", "set -e\n" + around + "exec \"$@\"", "sh"));
    }
    argv.addAll(List.of("env", "--default-signal=INT,TERM,HUP"));
    argv.addAll(java());
    argv.addAll(arguments);
    Path output = stage.home().resolve("output-" + started);
    ProcessBuilder builder =
        new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(output.toFile());
    Map<String, String> variables = builder.environment();
    variables.put("XDG_CACHE_HOME", stage.cache().toString());
    variables.put("DRILL", stage.home().toString());
    variables.put("STORE", stage.store().toString());
    variables.put("RUNS", stage.runs().toString());
    variables.put("TEMPORARY", stage.temporary().toString());
    for (String variable : environment) {
      int at = variable.indexOf('=');
      variables.put(variable.substring(0, at), variable.substring(at + 1));
    }
    if (launcher != null) {
      variables.put("JAVA_TOOL_OPTIONS", temporary());
    }
    return new DrillRun(builder.start(), output, stage.runs());
  }

  private String temporary() {
    return "-Djava.io.tmpdir=" + stage.temporary();
  }

  private List<String> java() {
    return launcher != null
        ? List.of(launcher)
        : List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx300m",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            temporary(),
            "-cp",
            System.getProperty("java.class.path"),
            Kverdict.class.getName());
  }

  private static Map<String, String> verdicts(DrillRun run, String field) {
    Map<String, String> found = new TreeMap<>();
    for (JsonNode verdict :
        run.result().map(result -> result.path("verdicts")).stream()
            .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
            .toList()) {
      found.put(verdict.path("patch").asText(), verdict.path(field).asText());
    }
    return found;
  }

  /** Returns the verdicts of a run, or what it said last. */
  private String outcome(DrillRun run, int exit) throws IOException {
    Map<String, String> verdicts = verdicts(run, "verdict");
    if (!verdicts.isEmpty()) {
      return verdicts.entrySet().stream()
          .map(one -> one.getKey() + " " + one.getValue())
          .collect(Collectors.joining(", "));
    }
    if (exit > SIGNALLED) {
      return "none: ended by the signal";
    }
    String last =
        lastLine(run.printed())
            .replace(stage.home().toString(), "DIR")
            .replace(stage.temporary().toString(), "TMP");
    return last.length() > LONGEST_OUTCOME ? last.substring(0, LONGEST_OUTCOME) + "..." : last;
  }

  private static String lastLine(String printed) {
    return printed.lines().filter(line -> !line.isBlank()).reduce("", (one, next) -> next);
  }

  @Override
  public void close() throws IOException {
    stage.close();
  }
}
