package dev.kverdict.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.model.Cell;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.FileSystem;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.MachineType;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Sandbox;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.model.Userland;
import dev.kverdict.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * case.json: the case of a run as far as its trials and its verdicts depend on it, once everything
 * is built. It names no file and no command, so it means the same on every machine.
 *
 * @param schema the version of the format
 * @param caseName the case
 * @param effort how many trials there are, and of which kinds
 * @param kernels the kernels, in the order of the case
 * @param images the disk images
 * @param programs the reproducers and guards, in the order of the case
 */
public record RunCase(
    int schema,
    String caseName,
    Effort effort,
    List<Kernel> kernels,
    List<Image> images,
    List<Program> programs) {

  /** The file's name in the directory of a run. */
  public static final String NAME = "case.json";

  /** The version of the format. */
  public static final int SCHEMA = 1;

  private static final int MOST_BYTES = 16 << 20;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The trials.
   *
   * @param trials trials a side, or null for as many as it takes
   * @param maxTrials the most trials a side
   * @param confidence the confidence to reach
   * @param cold whether every trial boots
   * @param tripwire whether the condition of an edited assertion is kept as a report
   */
  public record Effort(
      @Nullable Integer trials, int maxTrials, double confidence, boolean cold, boolean tripwire) {}

  /**
   * A kernel.
   *
   * @param modules as in {@link KernelDef}
   * @param cmdline as in {@link KernelDef.Guest}
   * @param memoryMiB memory in MiB
   * @param smp processors
   */
  public record Kernel(
      String name,
      List<String> modules,
      String cmdline,
      int memoryMiB,
      int smp,
      MachineType machine) {

    public Kernel {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(cmdline, "cmdline");
      Objects.requireNonNull(machine, "machine");
      modules = List.copyOf(modules);
    }
  }

  /**
   * A disk image.
   *
   * @param serial as in {@link ImageDef}
   * @param mount its mount, or null
   * @param checker the {@link FileSystem} whose checker looks at it after a trial; empty if nothing
   *     does, {@value #OWN} if it is a command of the case's own
   */
  public record Image(String name, String serial, @Nullable Mount mount, String checker) {

    /** Stands for a command that a case has written itself. */
    public static final String OWN = "own";

    public Image {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(serial, "serial");
      Objects.requireNonNull(checker, "checker");
    }

    private static Image of(ImageDef image) {
      ImageDef.Mount mount = image.mount();
      ImageDef.Check check = image.check();
      String checker =
          Stream.of(FileSystem.values())
              .filter(one -> check != null && check.equals(one.check()))
              .map(FileSystem::type)
              .findFirst()
              .orElse(check == null ? "" : OWN);
      return new Image(
          image.name(),
          image.serial(),
          mount == null ? null : new Mount(mount.type(), mount.at(), mount.options()),
          checker);
    }
  }

  /**
   * A mount, as in {@link ImageDef.Mount}.
   *
   * @param options the data string of mount(2), or null for none
   */
  public record Mount(String type, String at, @Nullable String options) {

    public Mount {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(at, "at");
    }
  }

  /**
   * A reproducer or a guard, as in {@link ReproducerDef}.
   *
   * @param kind what the compiled file is: a binary with or without libraries, or a script
   * @param timeoutMillis its time limit in ms
   * @param userland the packages that it finds, or null for none
   * @param guard whether it is a guard
   * @param crash the crash titles that are the bug
   * @param check the step that is its own check, or null
   */
  public record Program(
      String name,
      ProgramDef.Kind kind,
      List<String> args,
      List<String> images,
      Sandbox sandbox,
      long timeoutMillis,
      SnapshotPoint snapshot,
      @Nullable List<String> userland,
      List<String> steps,
      boolean guard,
      List<String> crash,
      @Nullable String check,
      List<String> accepts) {

    public Program {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(sandbox, "sandbox");
      Objects.requireNonNull(snapshot, "snapshot");
      args = List.copyOf(args);
      images = List.copyOf(images);
      userland = userland == null ? null : List.copyOf(userland);
      steps = List.copyOf(steps);
      crash = List.copyOf(crash);
      accepts = List.copyOf(accepts);
    }

    private static Program of(ReproducerDef program) {
      ReproducerDef.Fails fails = program.fails();
      Userland userland = program.userland();
      ProgramDef.Kind kind = program.program().kind();
      return new Program(
          program.name(),
          kind.compiled() ? ProgramDef.Kind.BINARY : kind,
          program.running().args(),
          program.images(),
          program.running().sandbox(),
          program.timeout().toMillis(),
          program.running().snapshot(),
          userland == null ? null : userland.packages(),
          program.steps(),
          program.guard(),
          fails == null ? List.of() : fails.crash(),
          fails == null ? null : fails.check(),
          program.accepts());
    }
  }

  public RunCase {
    Objects.requireNonNull(caseName, "caseName");
    Objects.requireNonNull(effort, "effort");
    kernels = List.copyOf(kernels);
    images = List.copyOf(images);
    programs = List.copyOf(programs);
  }

  /** Returns the case of a run's cells. */
  static RunCase of(Matrix matrix, CampaignOptions options, List<Cell> cells) {
    Defaults effort = options.effort();
    return new RunCase(
        SCHEMA,
        matrix.caseName(),
        new Effort(
            effort.trials(),
            effort.maxTrials(),
            effort.confidence(),
            options.extras().contains(CampaignOptions.Extra.COLD),
            options.extras().contains(CampaignOptions.Extra.TRIPWIRE)),
        cells.stream().map(Cell::kernel).distinct().map(RunCase::kernel).toList(),
        cells.stream()
            .flatMap(cell -> cell.program().images().stream())
            .distinct()
            .map(name -> Image.of(Objects.requireNonNull(matrix.images().get(name))))
            .toList(),
        cells.stream().map(Cell::program).distinct().map(Program::of).toList());
  }

  private static Kernel kernel(KernelDef kernel) {
    return new Kernel(
        kernel.name(),
        kernel.modules(),
        kernel.guest().cmdline(),
        kernel.guest().memoryMiB(),
        kernel.guest().smp(),
        kernel.guest().machine());
  }

  void write(RunFolder folder) {
    Path file = folder.file(NAME);
    HostIo.run(
        "cannot write " + file,
        () -> AtomicFiles.write(file, JSON.writeValueAsString(this) + "\n"));
  }

  /**
   * Reads the case of a run.
   *
   * @throws UserError if the run has none, or one of another version
   */
  public static RunCase read(Path run) {
    Path file = run.resolve(NAME);
    String remedy = "run the case again with this version of kverdict";
    if (Files.notExists(file)) {
      throw new UserError(run.toString(), "holds no " + NAME, remedy);
    }
    String text = UserFiles.text(file, MOST_BYTES, remedy);
    try {
      RunCase read = JSON.readValue(text, RunCase.class);
      if (read != null && read.schema() == SCHEMA) {
        return read;
      }
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
      // As below.
    }
    throw new UserError(file.toString(), "is not of this version of kverdict", remedy);
  }
}
