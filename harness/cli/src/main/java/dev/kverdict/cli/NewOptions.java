package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.sketch.CaseSketch;
import dev.kverdict.sketch.Destination;
import dev.kverdict.sketch.ExpectedFailure;
import dev.kverdict.sketch.Needs;
import dev.kverdict.sketch.ProgramFile;
import dev.kverdict.sketch.ReportedCrash;
import dev.kverdict.sketch.SketchedDisk;
import dev.kverdict.sketch.SketchedKernel;
import dev.kverdict.sketch.TreeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a new case is made of. Whatever can be found out need not be said. */
final class NewOptions {

  @Parameters(
      paramLabel = "REPRO",
      description = {
        "The reproducer: a C file, a program of syzkaller (.syz), a script, or a binary."
      })
  private @Nullable Path repro;

  @Option(
      names = "--title",
      paramLabel = "TITLE",
      description = "What the kernel reports (default: the first failure that the control shows).")
  private @Nullable String title;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "A console log or a mail with that report.")
  private @Nullable Path report;

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      description = {
        "The kernel: debian:6.1, distro:PACKAGE, git:REPOSITORY@REV, a source's directory or its",
        "archive (default: Debian's kernel as it is shipped)."
      })
  private @Nullable String kernel;

  @Option(
      names = "--prepare",
      paramLabel = "FILE",
      description = "A patch that is part of the kernel, such as one that takes a fix out again.")
  private List<Path> prepare = List.of();

  @Option(
      names = "--with",
      paramLabel = "WORD",
      split = ",",
      description = "Words for what is added to a kernel that is built, such as kasan,lockdep.")
  private List<String> with = List.of();

  @Option(
      names = "--modules",
      paramLabel = "NAME",
      split = ",",
      description = "Modules to load before the reproducer runs.")
  private List<String> modules = List.of();

  @Option(
      names = {"--image", "--mkfs"},
      paramLabel = "FILE|FS",
      description = "Its disk: an image, or a file system that is made and mounted, such as ext4.")
  private @Nullable String image;

  @Option(
      names = "--mount",
      paramLabel = "FS",
      description = "Mount the image, as this file system; the reproducer starts in it.")
  private @Nullable String mount;

  @Option(
      names = "--libs",
      paramLabel = "NAME",
      split = ",",
      description = "Libraries to link, if its text does not tell.")
  private List<String> libs = List.of();

  @Option(
      names = "--packages",
      paramLabel = "NAME",
      split = ",",
      description = "Debian packages whose programs it calls, if its text does not tell.")
  private @Nullable List<String> packages;

  @Option(
      names = "--steps",
      paramLabel = "NAME",
      split = ",",
      description = "The steps that it reports, if they cannot be read from its source.")
  private @Nullable List<String> steps;

  @Option(
      names = "--patch",
      paramLabel = "FILE",
      description = "A patch to judge; may be repeated.")
  private List<Path> patches = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR|FILE",
      description = "Where the case is written (default: a directory named after the reproducer).")
  private @Nullable Path out;

  /** Returns the reproducer as the person names it. */
  Path repro() {
    return Objects.requireNonNull(repro);
  }

  /** Returns where the case is written. */
  Destination destination(CaseSketch sketch) {
    Destination place = Destination.of(out, sketch.name());
    sketch.requireRoom(place);
    return place;
  }

  /**
   * Reads everything that they name.
   *
   * @throws UserError at the first thing of which no case can be made
   */
  CaseSketch sketch() {
    ProgramFile program = ProgramFile.read(repro());
    Needs needs = needs(program.needs());
    ExpectedFailure failure =
        ExpectedFailure.of(title, report == null ? null : ReportedCrash.read(report));
    SketchedKernel source = SketchedKernel.of(kernel);
    List<ConfigWord> asked = OptionWords.words(with);
    if (!source.built() && !asked.isEmpty()) {
      throw new UserError(
          "--with " + String.join(",", with),
          "a kernel that boots as it is shipped cannot be changed",
          "name one that is built, such as --kernel debian:6.1");
    }
    modules.forEach(name -> OptionWords.requireName("--modules", name));
    List<String> named = steps == null ? program.steps() : steps;
    named.forEach(name -> OptionWords.requireName("--steps", name));
    SketchedDisk disk = SketchedDisk.of(image, mount);
    Map<String, String> fragments = new LinkedHashMap<>();
    Set<String> loaded = new LinkedHashSet<>(modules);
    if (source.built()) {
      List<String> added = new ArrayList<>(loaded);
      Stream.concat(
              needs.mounts().stream(), disk == null ? Stream.of() : Stream.ofNullable(disk.mount()))
          .forEach(type -> TreeConfig.OWN.prepare(type, fragments, added));
      loaded.addAll(added);
    }
    for (Path patch : Stream.concat(prepare.stream(), patches.stream()).toList()) {
      if (!Files.isRegularFile(patch)) {
        throw new UserError(
            patch.toString(),
            Files.isDirectory(patch) ? "is a directory" : "there is no such file",
            "name a patch: a diff, a mail or an mbox");
      }
    }
    return new CaseSketch(
        source,
        program,
        needs,
        named,
        disk,
        source.built() ? words(asked, needs, failure) : List.of(),
        fragments,
        List.copyOf(loaded),
        prepare,
        patches,
        failure);
  }

  private Needs needs(Needs found) {
    libs.forEach(name -> OptionWords.requireName("--libs", name));
    Set<String> all = new LinkedHashSet<>(found.libs());
    all.addAll(libs);
    return new Needs(
        List.copyOf(all),
        found.cflags(),
        found.bits32(),
        packages == null ? found.packages() : packages,
        found.mounts(),
        found.disks(),
        found.words(),
        found.habits());
  }

  /** Returns what a kernel that is built gets, at least a word: with it comes what guests need. */
  private static List<ConfigWord> words(
      List<ConfigWord> asked, Needs needs, ExpectedFailure failure) {
    Set<ConfigWord> words = new LinkedHashSet<>(asked);
    failure
        .detector()
        .filter(word -> asked.stream().allMatch(other -> other.excludes(word) == null))
        .ifPresent(words::add);
    words.addAll(needs.words());
    return words.isEmpty() ? List.of(ConfigWord.HUNG_TASK) : List.copyOf(words);
  }
}
