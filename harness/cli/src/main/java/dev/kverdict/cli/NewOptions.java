package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.sketch.CaseSketch;
import dev.kverdict.sketch.Destination;
import dev.kverdict.sketch.ExpectedFailure;
import dev.kverdict.sketch.Needs;
import dev.kverdict.sketch.ProgramFile;
import dev.kverdict.sketch.SketchedDisk;
import dev.kverdict.sketch.SketchedKernel;
import dev.kverdict.sketch.TreeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a new case is made of. Whatever can be found out need not be said. */
final class NewOptions {

  @Mixin private final ReproducerOptions reproducer = new ReproducerOptions();

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
      names = "--libs",
      paramLabel = "NAME",
      split = ",",
      description = "Libraries to link, if its text does not tell.")
  private List<String> libs = List.of();

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
    return reproducer.repro();
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
    ProgramFile program = reproducer.program();
    Needs needs = needs(program.needs());
    ExpectedFailure failure = reproducer.failure(reproducer.report());
    SketchedKernel source = SketchedKernel.of(kernel);
    List<ConfigWord> asked = reproducer.words();
    if (!source.built() && !asked.isEmpty()) {
      throw new UserError(
          "--with " + asked.stream().map(ConfigWord::label).collect(Collectors.joining(",")),
          "a kernel that boots as it is shipped cannot be changed",
          "name one that is built, such as --kernel debian:6.1");
    }
    List<String> modules = reproducer.modules();
    List<String> named = reproducer.steps(program);
    SketchedDisk disk = reproducer.disk();
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
      UserFiles.objection(patch)
          .ifPresent(
              why -> {
                throw new UserError(
                    patch.toString(), why, "name a patch: a diff, a mail or an mbox");
              });
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
    libs.forEach(name -> ReproducerOptions.requireName("--libs", name));
    List<String> packages = reproducer.packages();
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
