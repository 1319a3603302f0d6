package dev.kverdict.campaign;

import dev.kverdict.build.KernelBuild;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ImageSource;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.patch.Fit;
import dev.kverdict.patch.Mail;
import dev.kverdict.record.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes down what the verdicts of a campaign are about. */
final class ScopeReader {

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

  private ScopeReader() {}

  static Scope read(Matrix matrix, List<Cell> cells, Map<String, KernelRun> runs, Source source) {
    return new Scope(
        matrix.root().relativize(matrix.file()).toString(),
        cells.stream().map(Cell::kernel).distinct().map(kernel -> kernel(kernel, runs)).toList(),
        Stream.concat(
                cells.stream()
                    .flatMap(cell -> cell.program().images().stream())
                    .distinct()
                    .flatMap(name -> Stream.ofNullable(matrix.images().get(name)))
                    .map(image -> image(matrix, image)),
                cells.stream()
                    .map(Cell::program)
                    .flatMap(program -> source.userlandText(program).stream())
                    .distinct())
            .toList(),
        cells.stream()
            .flatMap(cell -> Stream.ofNullable(cell.patch()))
            .distinct()
            .map(patch -> patch(patch, cells, runs))
            .toList(),
        cells.stream().map(Cell::program).distinct().map(ScopeReader::program).toList(),
        matrix.credits().reportedBy(),
        matrix.credits().closes());
  }

  private static Scope.Kernel kernel(KernelDef def, Map<String, KernelRun> runs) {
    Optional<KernelArtefact> built =
        Optional.ofNullable(runs.get(def.name())).flatMap(run -> run.built(null).artefact());
    return new Scope.Kernel(
        def.name(),
        built.map(KernelArtefact::release).orElse("not built"),
        source(def, built.flatMap(KernelArtefact::origin)),
        def.guest().smp(),
        def.guest().memoryMiB(),
        built.map(KernelArtefact::detectors).orElse(List.of()),
        revision(def));
  }

  private static Scope.Revision revision(KernelDef def) {
    Optional<KernelSource.Git> git =
        def.source() instanceof KernelSource.Git one ? Optional.of(one) : Optional.empty();
    return new Scope.Revision(
        git.map(found -> found.repository().toString()).orElse(null),
        git.map(KernelSource.Git::rev).filter(COMMIT.asMatchPredicate()).orElse(null),
        def.prepare().digests());
  }

  /**
   * @param origin package and version, when they are known
   */
  static String source(KernelDef def, Optional<String> origin) {
    String from =
        def.source()
            .match(
                whole -> source(whole, origin),
                distro ->
                    "the distribution's own kernel "
                        + distro.imagePackage()
                        + origin.map(taken -> " (" + taken + ")").orElse("")
                        + ", modules built again",
                prebuilt -> origin.orElse("a kernel") + ", not built here");
    return def.prepare().isEmpty()
        ? from
        : from + " with " + String.join(", ", def.prepare().names());
  }

  private static String source(KernelSource.Whole source, Optional<String> origin) {
    return source.kind(
        debian -> "Debian's " + origin.orElse(debian.packageName()),
        git -> origin.orElse("the commit " + git.rev()) + " of " + git.repository(),
        tarball -> origin.orElse("an archive") + ", " + tarball.file().getFileName(),
        directory -> origin.orElse("a directory") + ", " + directory.path().getFileName());
  }

  private static String image(Matrix matrix, ImageDef image) {
    ImageDef.Mount mount = image.mount();
    return "%s: %s%s"
        .formatted(
            image.name(),
            image
                .source()
                .match(
                    ScopeReader::made,
                    existing ->
                        matrix.root().relativize(existing.file())
                            + (existing.sha256() == null ? "" : ", SHA-256 " + existing.sha256()),
                    fetched -> fetched.url() + ", SHA-256 " + fetched.sha256()),
            mount == null
                ? ", not mounted"
                : ", mounted as "
                    + mount.type()
                    + (mount.options() == null ? "" : " with " + mount.options()));
  }

  private static String made(ImageSource.Made made) {
    List<String> words = made.command().stream().filter(word -> !word.contains("{image}")).toList();
    return "%d MiB, %s".formatted(made.sizeBytes() >> 20, String.join(" ", words));
  }

  private static Scope.Patch patch(PatchDef patch, List<Cell> cells, Map<String, KernelRun> runs) {
    Mail mail =
        Objects.requireNonNull(patch.content().patches().get(0)).mail().orElse(new Mail("", ""));
    Map<String, KernelBuild> builds = new LinkedHashMap<>();
    for (Cell cell : cells) {
      KernelRun run = runs.get(cell.kernel().name());
      if (patch.equals(cell.patch()) && run != null) {
        builds.computeIfAbsent(cell.kernel().name(), kernel -> run.built(patch));
      }
    }
    Stream<String> applied =
        builds.values().stream()
            .flatMap(build -> build.artefact().stream())
            .flatMap(artefact -> artefact.notes().stream());
    Map<String, String> fits = new LinkedHashMap<>();
    builds.forEach((kernel, build) -> fits.put(kernel, fit(build)));
    return new Scope.Patch(
        patch.name(),
        mail.subject(),
        mail.messageId(),
        Stream.concat(patch.content().notes().stream(), applied).distinct().toList(),
        fits,
        patch.content().digests(),
        patch.worth());
  }

  private static Scope.Program program(ReproducerDef program) {
    ReproducerDef.Fails fails = program.fails();
    return fails == null
        ? new Scope.Program(program.name(), List.of(), null)
        : new Scope.Program(program.name(), fails.crash(), fails.check());
  }

  private static String fit(KernelBuild build) {
    return switch (build.outcome().kind()) {
      case ALREADY_APPLIED -> "is already there";
      case PATCH_REJECTED -> "needs work";
      case HOST_FAULT -> "was not tried";
      case BUILT, NO_CHANGE, BUILD_FAILED ->
          build.artefact().flatMap(KernelArtefact::fit).map(Fit::words).orElse("applies");
    };
  }
}
