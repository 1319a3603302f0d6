package dev.kverdict.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.RunningProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The harness is killed without a chance to clean up. */
@NeedsEngine
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KilledHarnessContainerTest {

  @TempDir Path folder;

  @Test
  void noProgramOutlivesTheHarnessAndTheNextOneRemovesWhatIsLeft() throws Exception {
    Engine engine = Engine.connect(System.getenv());
    String label = "dev.kverdict.store=" + folder;
    Process harness = java(Harness.class, folder.toString());
    ProcessHandle program;
    try (BufferedReader words =
        new BufferedReader(
            new InputStreamReader(harness.getInputStream(), StandardCharsets.UTF_8))) {
      program = ProcessHandle.of(Long.parseLong(words.readLine())).orElseThrow();
      assertThat(words.readLine()).isEqualTo("building");
      assertThat(engine.labelled(label)).hasSize(2);
      harness.destroyForcibly().waitFor();
    }
    program.onExit().get(2, TimeUnit.MINUTES);
    // The builder's family has ended when its lock is free.
    Command look =
        Command.of(folder, "flock", "-w", "120", folder.resolve("build.lock").toString(), "true")
            .within(Duration.ofMinutes(5))
            .asChore();
    assertThat(new HostLane().run(look).ok()).isTrue();

    List<String> swept = new ContainerLaneProvider().sweep(System.getenv());
    assertThat(swept).hasSizeGreaterThanOrEqualTo(2);
    assertThat(engine.labelled(label)).isEmpty();
  }

  @Test
  void whatALivingHarnessRunsIsLeftAlone() {
    Engine engine = Engine.connect(System.getenv());
    ContainerLane lane = lane(engine, folder);
    try (RunningProgram program = lane.start(Command.of(folder, "sleep", "1000"))) {
      assertThat(new ContainerLaneProvider().sweep(System.getenv()))
          .doesNotContainAnyElementsOf(
              engine.labelled("dev.kverdict.store=" + folder).stream()
                  .map(Container::getId)
                  .map(id -> "container " + id)
                  .toList());
      assertThat(program.alive()).isTrue();
    }
  }

  private static ContainerLane lane(Engine engine, Path store) {
    return new ContainerLane(
        engine,
        ToolchainImage.find(engine, System.getenv()),
        Owner.self().labels(store),
        System.getenv());
  }

  /** Starts a program and a build in another JVM. */
  static final class Harness {
    private Harness() {}

    /** FOLDER. */
    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      Files.setPosixFilePermissions(
          folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      ContainerLane lane = lane(Engine.connect(System.getenv()), folder);
      RunningProgram program =
          lane.start(Command.of(folder, "sh", "-c", "setsid sleep 1000 & echo on; sleep 1000"));
      var unused = program.output().read();
      System.out.println(program.pid());
      lane.build(
          Command.of(folder, "sh", "-c", "setsid sleep 1000 & echo building; sleep 1000")
              .within(Duration.ofMinutes(10)),
          folder.resolve("build.lock"),
          System.out::println);
    }
  }

  private static Process java(Class<?> main, String argument) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            argument)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
