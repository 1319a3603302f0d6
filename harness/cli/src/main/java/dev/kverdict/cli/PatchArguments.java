package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.fetch.PatchCollection;
import dev.kverdict.fetch.PatchSource;
import dev.kverdict.host.HostLane;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which patch is meant, and what is allowed with it. */
final class PatchArguments {

  @Option(
      names = "--patch",
      paramLabel = "NAME|FILE|-|git:REV..REV|lore:ID|URL",
      description = {
        "Only this patch: one of the matrix, or one that is read from a file, from standard input,",
        "from the repository in --tree, from the archive of the kernel's lists, or from an address."
      })
  private @Nullable String patch;

  @Option(
      names = "--tree",
      paramLabel = "DIR",
      description = "The git repository of --patch git:REV..REV and --3way (default: here).")
  private Path tree = Path.of("");

  @Option(
      names = "--incomplete",
      description = "Take a series of which patches are missing; otherwise that is an error.")
  private boolean incomplete;

  @Option(
      names = "--fuzz",
      paramLabel = "N",
      description = "Apply hunks though N lines at the edges of their context differ (default: 0).")
  private int fuzz;

  @Option(
      names = "--3way",
      description =
          "Merge a patch that does not apply with the version that it was made for, from --tree.")
  private boolean threeWay;

  private @Nullable String selected;

  /**
   * Returns a matrix with the patch that is meant, and with patches that may do what is allowed.
   *
   * @throws UserError if the patch is not there
   */
  Matrix in(Matrix read) {
    PatchOptions options = options();
    Matrix matrix = read;
    for (PatchDef def : read.patches().values()) {
      if (patch == null || patch.equals(def.name())) {
        PatchSet content = merging(def.content().allowing(options));
        matrix = matrix.with(new PatchDef(def.name(), content, def.expect(), def.worth()));
      }
    }
    String given = patch;
    selected = given;
    if (given == null || read.patches().containsKey(given)) {
      return matrix;
    }
    Optional<PatchSource.Named> found = source().find(given, options);
    if (found.isEmpty()) {
      return matrix;
    }
    String name = unused(found.get().name(), read);
    selected = name;
    return matrix.with(new PatchDef(name, merging(found.get().content()), Map.of()));
  }

  /**
   * Returns the patches of a collection.
   *
   * @throws UserError if it is not there, or an option is for one patch
   */
  List<PatchCollection.Found> many(String collection) {
    if (patch != null || threeWay) {
      throw new UserError(
          "--patches " + collection,
          "cannot go with " + (patch != null ? "--patch" : "--3way"),
          "leave out one of the two");
    }
    return new PatchCollection(new HostLane(), tree.toAbsolutePath().normalize())
        .find(collection, options());
  }

  private PatchOptions options() {
    if (fuzz < 0 || fuzz > PatchOptions.MOST_FUZZ) {
      throw new UserError(
          "--fuzz " + fuzz, "is out of range", "use 0 to " + PatchOptions.MOST_FUZZ);
    }
    return new PatchOptions(incomplete, fuzz);
  }

  private PatchSet merging(PatchSet patches) {
    return threeWay
        ? patches.allowing(new PatchOptions(false, 0, source().versions(patches)))
        : patches;
  }

  /** Returns the name of the only patch that is meant, or null for all. */
  @Nullable String selected() {
    return selected;
  }

  private PatchSource source() {
    return new PatchSource(
        new HostLane(),
        System.in,
        tree.toAbsolutePath().normalize(),
        PatchSource.archive(System.getenv()));
  }

  /** A file may have the name of a patch of the matrix, and be another one. */
  static String unused(String name, Matrix read) {
    String free = name;
    for (int i = 2; read.patches().containsKey(free); i++) {
      free = name + "." + i;
    }
    return free;
  }
}
