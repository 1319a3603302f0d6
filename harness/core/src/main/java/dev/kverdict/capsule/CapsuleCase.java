package dev.kverdict.capsule;

import dev.kverdict.campaign.RunCase;
import dev.kverdict.model.Credits;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.FileSystem;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ImageSource;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Running;
import dev.kverdict.model.Userland;
import dev.kverdict.patch.PatchSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The case of a capsule as a matrix: one kernel that somebody else has built, and everything else
 * as the run had it. Its checkers are those that kverdict knows itself.
 *
 * @param matrix the case as the capsule has it
 * @param patch the name of the patch, or null for none
 * @param root a directory that no path of it leaves
 */
record CapsuleCase(RunCase matrix, @Nullable String patch, Path root) {

  /**
   * Returns the matrix, without its patch.
   *
   * @param programs the compiled programs by name
   */
  Matrix matrix(Map<String, Path> programs) {
    Map<String, KernelDef> kernels = new LinkedHashMap<>();
    matrix.kernels().forEach(kernel -> kernels.put(kernel.name(), kernel(kernel)));
    Map<String, ImageDef> images = new LinkedHashMap<>();
    matrix.images().forEach(image -> images.put(image.name(), image(image)));
    Map<String, ReproducerDef> reproducers = new LinkedHashMap<>();
    Map<String, ReproducerDef> guards = new LinkedHashMap<>();
    for (RunCase.Program one : matrix.programs()) {
      ReproducerDef program = program(one, Objects.requireNonNull(programs.get(one.name())));
      (one.guard() ? guards : reproducers).put(one.name(), program);
    }
    return new Matrix(
        matrix.caseName(),
        new Credits(null, null),
        root.resolve(Manifest.NAME),
        root,
        new Matrix.Parts(kernels, Map.of(), images, reproducers, guards, List.of()),
        new Defaults(
            matrix.effort().trials(),
            matrix.effort().maxTrials(),
            null,
            matrix.effort().confidence(),
            1));
  }

  private KernelDef kernel(RunCase.Kernel kernel) {
    KernelSource.BuiltFiles files =
        new KernelSource.BuiltFiles(root.resolve("vmlinux"), null, root.resolve("config"), null);
    return new KernelDef(
        kernel.name(),
        new KernelSource.Prebuilt(files, patch == null ? Map.of() : Map.of(patch, files), null),
        KernelDef.Config.NONE,
        PatchSet.NONE,
        kernel.modules(),
        new KernelDef.Guest(kernel.cmdline(), kernel.memoryMiB(), kernel.smp(), kernel.machine()));
  }

  private ImageDef image(RunCase.Image image) {
    RunCase.Mount mount = image.mount();
    return new ImageDef(
        image.name(),
        new ImageSource.Existing(root.resolve(image.name()), null, null),
        image.serial(),
        mount == null ? null : new ImageDef.Mount(mount.type(), mount.at(), mount.options()),
        FileSystem.of(image.checker()).map(FileSystem::check).orElse(null));
  }

  /** Returns a program; its file is the compiled one. */
  static ReproducerDef program(RunCase.Program program, Path file) {
    List<String> packages = program.userland();
    return new ReproducerDef(
        program.name(),
        ProgramDef.ready(program.kind(), file),
        new Running(
            program.args(),
            program.images(),
            program.sandbox(),
            Duration.ofMillis(program.timeoutMillis()),
            program.snapshot(),
            packages == null ? null : new Userland(packages)),
        program.steps(),
        program.guard() ? null : new ReproducerDef.Fails(program.crash(), program.check()),
        program.accepts());
  }
}
