package dev.kverdict.yaml;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kverdict.HostIo;
import dev.kverdict.model.Matrix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A case with one kernel, one patch and one reproducer, as {@code kverdict try} writes it. What it
 * names are files beside the case file.
 *
 * @param name the name of the case, and of its reproducer
 * @param kernel the control
 * @param patch the file of the patch
 * @param program the reproducer
 * @param image its disk, or null for none
 */
public record TryCase(
    String name, Kernel kernel, String patch, Program program, @Nullable Image image) {

  /** The name of the kernel. */
  public static final String KERNEL = "base";

  /** The name of the patch. */
  public static final String PATCH = "tree";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  /**
   * The control.
   *
   * @param repository the directory of its git repository
   * @param commit the name of its commit
   * @param base a file, or a make target; null for the usual one
   * @param with words for what is added to its configuration
   * @param fragments files with single options
   * @param modules modules to load
   */
  public record Kernel(
      String repository,
      String commit,
      @Nullable String base,
      List<String> with,
      List<String> fragments,
      List<String> modules) {}

  /**
   * The reproducer.
   *
   * @param file its file
   * @param kind what that is
   * @param packages Debian packages whose programs it finds in its guest; null if it asks for none
   * @param steps the steps that it reports; empty if it reports none
   * @param crash the title of the kernel's report that it causes, or null
   * @param check the step in which it fails, or null
   */
  public record Program(
      String file,
      Kind kind,
      @Nullable List<String> packages,
      List<String> steps,
      @Nullable String crash,
      @Nullable String check) {

    /** What a reproducer's file is. */
    public enum Kind {
      /** A C file, or a program of syzkaller. */
      SOURCE,
      BINARY,
      /** A text that an interpreter runs. */
      SCRIPT
    }

    /** Returns a copy with another failure. */
    public Program failing(@Nullable String otherCrash, @Nullable String otherCheck) {
      return new Program(file, kind, packages, steps, otherCrash, otherCheck);
    }
  }

  /**
   * A disk.
   *
   * @param name its name
   * @param mkfs the file system to make on it, or null
   * @param file its file, or null
   * @param mount the file system to mount, or null
   */
  public record Image(
      String name, @Nullable String mkfs, @Nullable String file, @Nullable String mount) {}

  /** Returns a copy with another program. */
  public TryCase with(Program other) {
    return new TryCase(name, kernel, patch, other, image);
  }

  /**
   * Writes the case file and reads it back: what runs is what the file says.
   *
   * @param head a comment for its first lines, without the signs
   */
  public Matrix write(Path file, List<String> head) {
    StringBuilder text = new StringBuilder();
    head.forEach(line -> text.append("# ").append(line.replaceAll("\\p{Cntrl}", " ")).append('\n'));
    text.append(yaml());
    HostIo.run("cannot write " + file, () -> Files.writeString(file, text));
    return MatrixReader.read(file);
  }

  private String yaml() {
    try {
      return YAML.writeValueAsString(spec());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a case of records can be written", e);
    }
  }

  private MatrixSpec spec() {
    return new MatrixSpec(
        name,
        null,
        null,
        null,
        null,
        Map.of(KERNEL, kernelSpec()),
        Map.of(PATCH, new MatrixSpec.Patch(List.of(patch), null, null, null, null, null)),
        image == null ? null : Map.of(image.name(), imageSpec(image)),
        Map.of(name, programSpec()),
        null,
        null,
        null);
  }

  private MatrixSpec.Kernel kernelSpec() {
    return new MatrixSpec.Kernel(
        MatrixSpec.Source.ofCommit(kernel.repository(), kernel.commit()),
        null,
        new MatrixSpec.Config(
            kernel.base() == null ? null : new BaseSpec(kernel.base(), null),
            some(kernel.with()),
            some(kernel.fragments())),
        null,
        null,
        null,
        some(kernel.modules()),
        null,
        null,
        null,
        null);
  }

  private static @Nullable List<String> some(List<String> list) {
    return list.isEmpty() ? null : list;
  }

  private static MatrixSpec.Image imageSpec(Image image) {
    return new MatrixSpec.Image(
        null,
        image.mkfs(),
        null,
        null,
        image.file(),
        null,
        null,
        null,
        image.mount() == null && image.mkfs() == null
            ? null
            : new MatrixSpec.MountSpec(image.mount(), null, null),
        null);
  }

  private @Nullable String file(Program.Kind kind) {
    return program.kind() == kind ? program.file() : null;
  }

  private MatrixSpec.Program programSpec() {
    String crash = program.crash();
    return new MatrixSpec.Program(
        file(Program.Kind.SOURCE),
        file(Program.Kind.BINARY),
        file(Program.Kind.SCRIPT),
        program.packages() == null ? null : new MatrixSpec.UserlandSpec(program.packages()),
        null,
        null,
        null,
        null,
        null,
        null,
        image == null ? null : image.name(),
        null,
        some(program.steps()),
        new MatrixSpec.FailsSpec(crash == null ? null : List.of(crash), program.check()),
        null,
        null,
        null);
  }
}
