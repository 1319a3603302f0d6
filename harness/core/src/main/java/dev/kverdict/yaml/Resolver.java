package dev.kverdict.yaml;

import dev.kverdict.UserError;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.model.Credits;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.record.Worth;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Resolves matrix files to what runs, or reports where they are wrong. */
final class Resolver {

  private static final int MAX_TRIALS = 10_000;
  private static final int MOST_WHY = 500;

  private final Located main;
  private final List<Located> files;

  private final Map<String, Located> definedIn = new LinkedHashMap<>();

  Resolver(List<Located> files) {
    this.main = files.get(0);
    this.files = files;
  }

  Matrix resolve() {
    Path root = At.root(main);
    for (Located file : files) {
      if (!file.file().startsWith(root)) {
        throw new UserError(
            file.file().toString(), "lies outside the root " + root, "move it or widen root:");
      }
    }
    Map<String, ImageDef> images = new LinkedHashMap<>();
    each(
        "images",
        MatrixSpec::images,
        (at, spec) -> images.put(at.name(), ImageResolver.resolve(at, spec)));
    ProgramResolver program = new ProgramResolver(images);
    Map<String, ReproducerDef> repros = new LinkedHashMap<>();
    each(
        "repros",
        MatrixSpec::repros,
        (at, spec) -> repros.put(at.name(), program.resolve(at, spec, false)));
    Map<String, ReproducerDef> guards = new LinkedHashMap<>();
    each(
        "guards",
        MatrixSpec::guards,
        (at, spec) -> {
          if (repros.containsKey(at.name())) {
            throw at.error("", "'" + at.name() + "' is a reproducer already", "rename one");
          }
          guards.put(at.name(), program.resolve(at, spec, true));
        });
    List<ConfigWord> words =
        needed(Stream.concat(repros.values().stream(), guards.values().stream()));
    Map<String, KernelDef> kernels = new LinkedHashMap<>();
    each(
        "kernels",
        MatrixSpec::kernels,
        (at, spec) ->
            kernels.put(at.name(), KernelResolver.resolve(at, spec, images.values(), words)));
    SourceResolver.requireStandIns(kernels, definedIn);
    Map<String, PatchDef> patches = new LinkedHashMap<>();
    Set<String> programs = new TreeSet<>(repros.keySet());
    programs.addAll(guards.keySet());
    each(
        "patches",
        MatrixSpec::patches,
        (at, spec) -> patches.put(at.name(), patch(at, spec, programs)));
    if (kernels.isEmpty()) {
      throw main.error("kernels", "no kernel is defined", "add one under kernels:");
    }
    if (repros.isEmpty()) {
      throw main.error("repros", "no reproducer is defined", "add one under repros:");
    }
    String name = main.spec().caseName();
    if (name == null) {
      throw main.error("case", "the case has no name", "add case: NAME");
    }
    Values.name(main, "case", name);
    return new Matrix(
        name,
        credits(),
        main.file(),
        root,
        new Matrix.Parts(
            kernels,
            patches,
            images,
            repros,
            guards,
            new ClaimResolver(kernels, patches, repros).resolve(files)),
        defaults());
  }

  /** Returns words for what programs need of a kernel that is built for them. */
  private static List<ConfigWord> needed(Stream<ReproducerDef> programs) {
    return programs.anyMatch(program -> program.userland() != null)
        ? List.of(ConfigWord.USERLAND)
        : List.of();
  }

  private Credits credits() {
    String reporter = main.spec().reportedBy();
    String address = main.spec().closes();
    if (reporter != null
        && !reporter.matches("[^\\p{Cntrl}<>]{1,100}( <[^\\p{Cntrl}<>\\s]{3,100}>)?")) {
      throw main.error("reported-by", "is no reporter", "write NAME <ADDRESS>");
    }
    if (address != null && !address.matches("https?://[^\\p{Cntrl}\\s]{1,300}")) {
      throw main.error("closes", "is no address", "write https://...");
    }
    return new Credits(reporter, address);
  }

  /** Visits the entries of one section in all files; a name defined twice is an error. */
  private <T> void each(
      String section, Function<MatrixSpec, @Nullable Map<String, T>> get, BiConsumer<At, T> visit) {
    for (Located file : files) {
      Map<String, T> entries = get.apply(file.spec());
      if (entries == null) {
        continue;
      }
      entries.forEach(
          (name, spec) -> {
            String pointer = section + "/" + name;
            Values.name(file, pointer, name);
            // These become directory names; two that differ only in case may be one directory.
            Located before =
                definedIn.putIfAbsent(section + "/" + name.toLowerCase(Locale.ROOT), file);
            if (before != null) {
              throw file.error(
                  pointer,
                  "'" + name + "' is defined already at " + before.where(pointer),
                  "rename one of them");
            }
            if (spec == null) {
              throw file.error(pointer, "'" + name + "' is empty", "describe it or remove it");
            }
            visit.accept(At.of(file, section, name), spec);
          });
    }
  }

  private PatchDef patch(At at, MatrixSpec.Patch spec, Set<String> programs) {
    List<Path> paths = at.paths("files", at.required("files", spec.files(), "[path/to/it.patch]"));
    if (paths.isEmpty()) {
      throw at.error("files", "patch '" + at.name() + "' has no file", "name at least one");
    }
    Map<String, String> expect = new LinkedHashMap<>();
    if (spec.expect() != null) {
      spec.expect()
          .forEach(
              (program, verdict) -> {
                String place = "expect/" + program;
                if (!programs.contains(program)) {
                  throw at.error(
                      place, "no reproducer or guard '" + program + "'", Located.known(programs));
                }
                if (verdict == null || !VerdictKind.names().contains(verdict)) {
                  throw at.error(
                      place,
                      "no verdict '" + verdict + "'",
                      Located.known(new TreeSet<>(VerdictKind.names())));
                }
                expect.put(program, verdict);
              });
    }
    PatchOptions options =
        new PatchOptions(
            Boolean.TRUE.equals(spec.incomplete()),
            Values.range(at.file(), at.pointer("fuzz"), spec.fuzz(), 0, 0, PatchOptions.MOST_FUZZ));
    return new PatchDef(at.name(), PatchSet.read(paths, options), expect, worth(at, spec));
  }

  /** Returns what a patch is worth: a word that is known, and a reason for people. */
  private static @Nullable Worth worth(At at, MatrixSpec.Patch spec) {
    String why = spec.why();
    if (spec.worth() == null) {
      if (why != null) {
        throw at.error("why", "says why without worth:", "add worth: right, or another word");
      }
      return null;
    }
    Worth.Kind kind =
        Values.oneOf(
            at.file(), at.pointer("worth"), spec.worth(), Worth.Kind.RIGHT, Worth.Kind.class);
    if (why == null || why.isBlank() || why.strip().length() > MOST_WHY) {
      throw at.error(
          why == null ? "worth" : "why",
          "patch '%s' needs a reason of 1 to %d characters".formatted(at.name(), MOST_WHY),
          "add why: what it does, in a sentence");
    }
    return new Worth(kind, why.strip());
  }

  private Defaults defaults() {
    MatrixSpec.DefaultsSpec spec = main.spec().defaults();
    if (spec == null) {
      return Defaults.BUILT_IN;
    }
    double confidence =
        spec.confidence() == null ? Defaults.BUILT_IN.confidence() : spec.confidence();
    if (!(confidence > 0.5 && confidence < 1)) {
      throw main.error(
          "defaults/confidence", "must lie between 0.5 and 1, is " + confidence, "use 0.95");
    }
    return new Defaults(
        spec.trials() == null
            ? null
            : Values.range(main, "defaults/trials", spec.trials(), 1, 1, MAX_TRIALS),
        Values.range(
            main,
            "defaults/maxTrials",
            spec.maxTrials(),
            Defaults.BUILT_IN.maxTrials(),
            1,
            MAX_TRIALS),
        spec.budget() == null ? null : Values.duration(main, "defaults/budget", spec.budget()),
        confidence,
        Values.range(main, "defaults/jobs", spec.jobs(), Defaults.BUILT_IN.jobs(), 1, 256));
  }
}
