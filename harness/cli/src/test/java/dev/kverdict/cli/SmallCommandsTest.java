package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashType;
import dev.kverdict.oops.Frame;
import dev.kverdict.oops.LogReader;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.TrialId;
import dev.kverdict.report.CrashJson;
import dev.kverdict.report.ResultJson;
import dev.kverdict.trial.HeldMachine;
import dev.kverdict.vm.Accelerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Commands and parts of commands that need no machine. */
class SmallCommandsTest {

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(new Errors())
        .execute(arguments);
  }

  @Test
  void theSchemaIsPrintedAsItIs() throws IOException {
    assertThat(run(new SchemaCommand())).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).path("properties").has("kernels"))
        .isTrue();
  }

  private static RunResult result() {
    return new RunResult(
        "a-case",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Scope.UNKNOWN,
        new RunFacts("2026-01-01T00:00:00Z", 1500, "runs/x", 5, 0.95, 0, 0, "", "", Map.of()),
        List.of(),
        List.of());
  }

  @Test
  void aRunThatEndedIsShown() throws IOException {
    Files.writeString(directory.resolve("result.json"), ResultJson.of(result()));
    assertThat(run(new ShowCommand(), directory.toString())).isZero();
    assertThat(out.toString()).contains("evidence: runs/x");
  }

  @Test
  void aDirectoryWithoutAResultIsNoFinishedRun() {
    assertThat(run(new ShowCommand(), directory.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("holds no result.json; name the directory of a finished run");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theReportsOfARunAreWrittenAnewAndNamed() throws IOException {
    Path run = Files.createDirectory(directory.resolve("run"));
    Files.writeString(run.resolve("result.json"), ResultJson.of(result()));
    assertThat(run(new ReportCommand(), run.toString())).isZero();
    assertThat(out.toString()).isEqualTo(run.resolve("report.html") + System.lineSeparator());
    assertThat(run.resolve("report.html")).content().contains("a-case");
    assertThat(run.resolve("junit.xml")).isNotEmptyFile();
    assertThat(run(new ReportCommand(), "--index", directory.toString())).isZero();
    assertThat(directory.resolve("index.html")).content().contains("1 run");
    assertThat(run(new ReportCommand(), "--cases", directory.toString())).isZero();
    assertThat(out.toString()).contains("# Cases", "## a-case");
  }

  @Test
  void rulesAreMeasuredOnARunOrOnAllAndWrittenWhereTheyAreWanted() throws IOException {
    Path run = Files.createDirectory(directory.resolve("run"));
    Files.writeString(run.resolve("result.json"), ResultJson.of(result()));
    assertThat(run(new TruthCommand(), run.toString())).isZero();
    assertThat(run(new TruthCommand(), "--json", directory.toString())).isZero();
    assertThat(out.toString()).contains("any crash counts", "\"case\" : \"a-case\"");
    Path document =
        Files.writeString(
            directory.resolve("d.md"),
            "<!-- begin: kverdict truth -->\n<!-- end: kverdict truth -->\n");
    assertThat(run(new TruthCommand(), run.toString(), "--into", document.toString())).isZero();
    assertThat(document).content().contains("| a-case |");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void rulesAreMeasuredOnRunsAndHaveOneOutput() {
    assertThat(run(new TruthCommand())).isEqualTo(2);
    assertThat(run(new TruthCommand(), directory.toString())).isEqualTo(2);
    assertThat(run(new TruthCommand(), directory.toString(), "--json", "--markdown")).isEqualTo(2);
    assertThat(err.toString())
        .contains("holds no finished run", "give one of --markdown, --json and --into, or none");
  }

  @Test
  void aReportIsAboutOneRunOrAboutAll() {
    assertThat(run(new ReportCommand())).isEqualTo(2);
    assertThat(run(new ReportCommand(), "a", "--index", "b")).isEqualTo(2);
    assertThat(run(new ReportCommand(), "--index", "a", "--cases", "b")).isEqualTo(2);
    assertThat(run(new ReportCommand(), directory.toString())).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(4);
    assertThat(err.toString())
        .contains("report: needs one directory; name that of a run, or with --index or --cases")
        .contains("holds no result.json; name the directory of a finished run");
  }

  @ParameterizedTest
  @CsvSource(
      value = {"auto, NULL", "kvm, KVM", "TCG, TCG"},
      nullValues = "NULL")
  void anAcceleratorIsNamedOrFound(String name, Accelerator accelerator) {
    RunOptions options = new RunOptions();
    CommandLine.populateCommand(options, "--accel", name, "--out", "elsewhere");
    assertThat(options.accelerator()).isEqualTo(accelerator);
    assertThat(options.out()).isEqualTo(Path.of("elsewhere"));
  }

  @Test
  void anUnknownAcceleratorOrRouteIsTheUsersMistake() {
    RunOptions options = CommandLine.populateCommand(new RunOptions(), "--accel", "hvf");
    RouteOption route = CommandLine.populateCommand(new RouteOption(), "--route", "x");
    assertThatThrownBy(options::accelerator)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--accel hvf: no such accelerator; use auto, kvm or tcg");
    assertThatThrownBy(route::choice).isInstanceOf(UserError.class);
    assertThat(new RunOptions().out()).isEqualTo(Path.of("runs"));
  }

  @Test
  void aCrashForMachinesHasWhatIsKnownOfIt() throws IOException {
    CrashReport report =
        new CrashReport(
            "KASAN: use-after-free Read in f",
            List.of("bug in f"),
            CrashType.values()[0],
            "f",
            "f.c:1",
            null,
            List.of(
                new Frame("f", 1, 2, "m", true, true, false, null),
                new Frame("g", Frame.UNKNOWN, Frame.UNKNOWN, null, false, false, true, "g.h:2")),
            null,
            "W",
            true,
            false,
            7,
            9,
            List.of("text"));
    var node =
        new ObjectMapper()
            .readTree(CrashJson.of("/a/console.log", new LogReader.Log(List.of(report), true)));
    assertThat(node.path("file").asText()).isEqualTo("console.log");
    assertThat(node.path("alt").get(0).asText()).isEqualTo("bug in f");
    assertThat(node.path("corrupted").asBoolean()).isTrue();
    var one = node.path("reports").get(0);
    assertThat(one.has("task")).isFalse();
    assertThat(one.path("statement").isNull()).isTrue();
    assertThat(one.path("frames").get(0).path("offset").asInt()).isEqualTo(1);
    assertThat(one.path("frames").get(1).has("offset")).isFalse();
    assertThat(one.path("frames").get(1).path("inlined").asBoolean()).isTrue();
    assertThat(
            new ObjectMapper()
                .readTree(CrashJson.of("a", new LogReader.Log(List.of(), true)))
                .path("crash")
                .asBoolean())
        .isFalse();
  }

  private static LoggingEvent event(String text) {
    Logger logger = (Logger) LoggerFactory.getLogger("com.example.Library");
    return new LoggingEvent("caller", logger, Level.INFO, text, null, null);
  }

  @Test
  void aLogThatIsFullSaysSoOnceAndGrowsNoMore() throws IOException {
    Path path = directory.resolve("log");
    RunLogFile log = new RunLogFile(path, 200);
    log.doAppend(event("before it was started"));
    log.start();
    log.doAppend(event("short\nand\u001b[2J"));
    log.doAppend(event("x".repeat(200)));
    log.doAppend(event("short again"));
    log.stop();
    log.doAppend(event("after it was stopped"));
    List<String> lines = Files.readAllLines(path);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).endsWith(" Library: short\\nand\\u001b[2J");
    assertThat(lines.get(1)).endsWith(" this log is full; nothing more is written");
  }

  @Test
  void aLogThatCannotBeWrittenEndsTheRun() {
    RunLogFile log = new RunLogFile(directory.resolve("none/log"), 200);
    assertThatThrownBy(log::start)
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("cannot write ");
  }

  @Test
  void onlyTheFirstDeadGuestIsHeldAndEndedWhereNobodyCanPressEnter() {
    AtomicInteger ended = new AtomicInteger();
    HeldMachine machine =
        new HeldMachine(
            new TrialId("k", null, "cow", TrialId.PLAIN, 1),
            "a crash report",
            Path.of("/tmp/gdb"),
            Path.of("/kernel/vmlinux"),
            directory,
            ended::incrementAndGet);
    TerminalInspector holder = new TerminalInspector(new PrintWriter(out));
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(new byte[0]));
      holder.inspect(machine);
      holder.inspect(machine);
      assertThat(ended).hasValue(1);
      System.setIn(new ByteArrayInputStream(new byte[] {'\n'}));
      new TerminalInspector(new PrintWriter(out)).inspect(machine);
    } finally {
      System.setIn(before);
    }
    assertThat(ended).as("whoever pressed Enter has seen enough").hasValue(1);
    assertThat(out.toString().lines().filter(line -> line.startsWith("held:"))).hasSize(2);
    assertThat(out.toString())
        .contains("trial k cow #1 is stopped (a crash report)", "gdb /kernel/vmlinux")
        .contains("target remote /tmp/gdb", "the debug files are in /kernel/debug");
  }
}
