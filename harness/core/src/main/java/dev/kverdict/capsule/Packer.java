package dev.kverdict.capsule;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.campaign.RunCase;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchFile;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.run.RunFolder;
import dev.kverdict.shard.CaseBundle;
import dev.kverdict.shard.GivenPatches;
import dev.kverdict.shard.Json;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes capsules of the cells of a run.
 *
 * @param store where the run's kernels, programs and images are
 * @param kverdict the version that is running
 */
public record Packer(Store store, String kverdict) {

  /**
   * A capsule that was made.
   *
   * @param cell its cell, as tables name it
   * @param bytes its size in bytes
   * @param notes what a person should know of it, a line each
   */
  public record Packed(String cell, long bytes, List<String> notes) {

    public Packed {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Returns the name of a file for the capsule of a cell.
   *
   * @throws UserError as {@link #pack} does
   */
  public static String fileName(RunResult result, String said) {
    Verdict cell = CellName.find(result.verdicts(), said).verdict();
    return result.caseName() + "-" + CellName.of(cell).replaceAll("[/ ]", "-") + ".capsule";
  }

  /**
   * Packs one cell of a finished run.
   *
   * @param run the run's directory
   * @param result its result
   * @param said the cell's name or a unique part of it
   * @param out the capsule, which must not exist
   * @throws UserError if there is no such cell, it cannot be replayed, or something that it needs
   *     is in the store no more
   */
  public Packed pack(Path run, RunResult result, String said, Path out) {
    if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      throw new UserError(out.toString(), "exists already", "name another file with --out");
    }
    Verdict cell = CellName.find(result.verdicts(), said).verdict();
    requireReplayable(run, result, cell);
    RunCase matrix = ofKernel(RunCase.read(run), cell, result);
    try (Scratch scratch = store.scratch();
        StoredParts parts = new StoredParts(run, result, store, bundle(scratch, out))) {
      Manifest manifest = manifest(run, result, cell, matrix, parts);
      try {
        var unused = Bounds.require(manifest);
      } catch (IllegalArgumentException e) {
        throw new UserError(
            CellName.of(cell), "does not fit into a capsule: " + e.getMessage(), "");
      }
      long bytes = write(manifest, parts.bundle(), out.toAbsolutePath());
      return new Packed(CellName.of(cell), bytes, notes(run, matrix));
    }
  }

  private static CaseBundle bundle(Scratch scratch, Path out) {
    return new CaseBundle(scratch.folder(), out.toString(), "capsule", "pack it again");
  }

  private static void requireReplayable(Path run, RunResult result, Verdict cell) {
    if (result.partial()) {
      throw new UserError(
          run.toString(), "was interrupted, so its verdicts are none", "let the run end first");
    }
    boolean unbuilt =
        switch (cell.kind()) {
          case PATCH_REJECTED, BUILD_FAILED, ALREADY_APPLIED, NO_CHANGE -> true;
          default -> false;
        };
    if (unbuilt || cell.kind().verdictClass() == VerdictClass.ERROR) {
      throw new UserError(
          CellName.of(cell),
          "is " + cell.kind() + ": there is nothing that could be run again",
          "name a cell whose kernels were built and booted");
    }
  }

  /** The case without what belongs to other kernels only. */
  private static RunCase ofKernel(RunCase all, Verdict cell, RunResult result) {
    List<String> programs =
        result.verdicts().stream()
            .map(JudgedVerdict::verdict)
            .filter(other -> other.kernel().equals(cell.kernel()))
            .map(Verdict::repro)
            .distinct()
            .toList();
    List<RunCase.Program> kept =
        all.programs().stream().filter(one -> programs.contains(one.name())).toList();
    List<String> images = kept.stream().flatMap(one -> one.images().stream()).distinct().toList();
    return new RunCase(
        all.schema(),
        all.caseName(),
        all.effort(),
        all.kernels().stream().filter(one -> one.name().equals(cell.kernel())).toList(),
        all.images().stream()
            .filter(one -> images.contains(one.name()))
            .map(Packer::withKnownChecker)
            .toList(),
        kept);
  }

  private static RunCase.Image withKnownChecker(RunCase.Image image) {
    return image.checker().equals(RunCase.Image.OWN)
        ? new RunCase.Image(image.name(), image.serial(), image.mount(), "")
        : image;
  }

  private static List<String> notes(Path run, RunCase packed) {
    List<String> names = packed.images().stream().map(RunCase.Image::name).toList();
    return RunCase.read(run).images().stream()
        .filter(image -> names.contains(image.name()))
        .filter(image -> image.checker().equals(RunCase.Image.OWN))
        .map(
            image ->
                "the check of image %s is a command of the case's own, which no capsule holds: a replay does without it"
                    .formatted(image.name()))
        .toList();
  }

  private Manifest manifest(
      Path run, RunResult result, Verdict verdict, RunCase matrix, StoredParts parts) {
    String patch = verdict.patch().equals(Verdict.CONTROL) ? null : verdict.patch();
    RunCase.Program program = program(matrix, verdict.repro());
    Manifest.Machines machines = parts.machines(matrix, verdict.kernel(), patch);
    GivenPatches given = patches(run, matrix, patch, parts);
    String accelerator =
        Objects.requireNonNullElse(result.facts().accelerators().get(verdict.kernel()), "");
    return new Manifest(
        Manifest.SCHEMA,
        new Manifest.Host(kverdict, result.facts().qemu(), accelerator),
        verdict.kernel(),
        patch,
        program.name(),
        cells(matrix, verdict, program),
        matrix,
        given,
        machines,
        new Trials(run, result).of(verdict, CapsuleCase.program(program, run)),
        lengths(parts.bundle()));
  }

  private static RunCase.Program program(RunCase matrix, String name) {
    return matrix.programs().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    RunCase.NAME, "has no program " + name, "run the case again, and pack that"));
  }

  /**
   * A patch of a report may be believed if a check of data is FIXED by it, so its verdict waits for
   * those of the checks ({@link dev.kverdict.campaign.Part}).
   */
  private static List<String> cells(RunCase matrix, Verdict verdict, RunCase.Program program) {
    List<String> cells = new ArrayList<>(List.of(CellName.of(verdict)));
    if (!program.guard() && program.check() == null && !verdict.patch().equals(Verdict.CONTROL)) {
      matrix.programs().stream()
          .filter(other -> other.check() != null)
          .map(other -> "%s/%s %s".formatted(verdict.kernel(), verdict.patch(), other.name()))
          .forEach(cells::add);
    }
    return cells;
  }

  private static GivenPatches patches(
      Path run, RunCase matrix, @Nullable String patch, StoredParts parts) {
    Map<String, PatchDef> judged = new LinkedHashMap<>();
    if (patch != null) {
      judged.put(patch, new PatchDef(patch, read(new RunFolder(run).patch(patch)), Map.of()));
    }
    Map<String, Path> files = new LinkedHashMap<>();
    matrix.programs().forEach(program -> files.put(program.name(), run));
    Matrix bare = new CapsuleCase(matrix, patch, run).matrix(files);
    return GivenPatches.pack(bare, bare.judging(judged), List.of(), true, parts.bundle());
  }

  /** Reads the patches that a run has kept, in their order, each from a directory of its own. */
  private static PatchSet read(Path folder) {
    List<PatchFile> files = new ArrayList<>();
    for (int i = 0; Files.isDirectory(folder.resolve(Integer.toString(i))); i++) {
      for (Path file : list(folder.resolve(Integer.toString(i)))) {
        PatchFile read = PatchSet.read(List.of(file), PatchOptions.PICKED).files().get(0);
        // Where it was is nobody's business.
        String name = "%d-%s".formatted(i, plain(String.valueOf(file.getFileName())));
        files.add(new PatchFile(name, read.text(), read.options()));
      }
    }
    return PatchSet.ofFiles(files);
  }

  private static String plain(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.length() > 80 ? plain.substring(plain.length() - 80) : plain;
  }

  private static List<Path> list(Path folder) {
    return HostIo.get(
        "cannot read " + folder,
        () -> {
          try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
          }
        });
  }

  private static Map<String, Long> lengths(CaseBundle bundle) {
    Map<String, Long> lengths = new TreeMap<>();
    for (Path file : list(bundle.folder().resolve(CaseBundle.FILES))) {
      lengths.put(String.valueOf(file.getFileName()), file.toFile().length());
    }
    return lengths;
  }

  private static long write(Manifest manifest, CaseBundle bundle, Path out) {
    String text = Json.of(manifest);
    if (text.getBytes(StandardCharsets.UTF_8).length > Bounds.MOST_MANIFEST) {
      throw new UserError(manifest.cell(), "does not fit into a capsule: has too many files", "");
    }
    Path part = out.resolveSibling(out.getFileName() + ".part");
    try {
      ArchiveWriter.write(part, text, manifest.files(), bundle);
      Files.move(part, out, StandardCopyOption.ATOMIC_MOVE);
      return Files.size(out);
    } catch (IOException e) {
      HostIo.run("cannot remove " + part, () -> Files.deleteIfExists(part));
      throw new InfraError("cannot write %s: %s".formatted(out, HostIo.why(e)), e);
    }
  }
}
