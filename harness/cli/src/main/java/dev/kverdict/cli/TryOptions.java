package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.ConfigFragment;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.sketch.ExpectedFailure;
import dev.kverdict.sketch.ProgramFile;
import dev.kverdict.sketch.ReportedCrash;
import dev.kverdict.sketch.SketchedDisk;
import dev.kverdict.sketch.TreeConfig;
import dev.kverdict.sketch.TreePlan;
import dev.kverdict.store.Store;
import dev.kverdict.tree.TreeState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is tried, and on which kernels: the options of {@code try} that a case has keys for. */
final class TryOptions {

  @Parameters(
      paramLabel = "REPRO",
      description = {
        "The reproducer: a C file, a program of syzkaller (.syz), a script, or a static",
        "binary."
      })
  private @Nullable Path repro;

  @Option(
      names = "--tree",
      paramLabel = "DIR",
      description = "The kernel's git tree (default: here). Nothing in it is changed.")
  private Path tree = Path.of("");

  @Option(
      names = "--base",
      paramLabel = "REV",
      description = {
        "The commit that the control is built from (default: HEAD if files differ from it,",
        "else the merge base with the upstream branch)."
      })
  private @Nullable String base;

  @Option(
      names = "--config",
      paramLabel = "FILE|URL|TARGET|syzbot",
      description = {
        "The configuration to start from (default: the tree's .config, or else a small one).",
        "syzbot: the one that the report names."
      })
  private @Nullable String config;

  @Option(
      names = "--with",
      paramLabel = "WORD",
      split = ",",
      description = "Words for what is added to it, such as kasan,lockdep.")
  private List<String> with = List.of();

  @Option(
      names = "--fragment",
      paramLabel = "FILE",
      description = "A file with options that are added to it. May be repeated.")
  private List<Path> fragments = List.of();

  @Option(
      names = "--modules",
      paramLabel = "NAME",
      split = ",",
      description = "Modules to load before the reproducer runs.")
  private List<String> modules = List.of();

  @Option(
      names = "--image",
      paramLabel = "FILE|FS",
      description = "Its disk: an image, or a file system that is made and mounted, such as ext4.")
  private @Nullable String image;

  @Option(
      names = "--mount",
      paramLabel = "FS",
      description = "Mount the image, as this file system; the reproducer starts in it.")
  private @Nullable String mount;

  @Option(
      names = "--packages",
      paramLabel = "NAME",
      split = ",",
      description = "Debian packages whose programs it calls, such as e2fsprogs,xfsprogs.")
  private @Nullable List<String> packages;

  @Option(
      names = "--steps",
      paramLabel = "NAME",
      split = ",",
      description = "The steps that it reports, if they cannot be read from its source.")
  private @Nullable List<String> steps;

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

  /**
   * Reads everything that they name.
   *
   * @throws UserError at the first thing that cannot be tried
   */
  TreePlan plan(Lane lane, Store store) {
    ProgramFile program = ProgramFile.read(Objects.requireNonNull(repro));
    ReportedCrash read = report == null ? null : ReportedCrash.read(report);
    ExpectedFailure failure = ExpectedFailure.of(title, read);
    List<ConfigWord> words = OptionWords.words(with);
    Map<String, String> options = options();
    modules.forEach(name -> OptionWords.requireName("--modules", name));
    List<String> named = steps == null ? program.steps() : steps;
    named.forEach(name -> OptionWords.requireName("--steps", name));
    SketchedDisk disk = SketchedDisk.of(image, mount);
    TreeState state = TreeState.read(lane, store, tree, base);
    TreeConfig start =
        TreeConfig.choose(
            config, state.top(), () -> read == null ? Optional.empty() : read.config());
    if (start.text() == null && words.isEmpty()) {
      // A target gets what guests need only beside a word; this one costs nothing.
      words.add(ConfigWord.HUNG_TASK);
    }
    List<String> loaded = new ArrayList<>(modules);
    if (disk != null && disk.mount() != null) {
      start.prepare(disk.mount(), options, loaded);
    }
    return new TreePlan(
        state, start, words, options, loaded, program, packages, named, disk, failure);
  }

  /** Returns the fragments by the names of their files. */
  private Map<String, String> options() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path file : fragments) {
      String where = "--fragment " + file;
      String text = TreeConfig.text("--fragment", file);
      if (new ConfigFragment(where, text).options().isEmpty()) {
        throw new UserError(where, "sets no option", "write lines CONFIG_NAME=VALUE");
      }
      if (texts.put(String.valueOf(file.getFileName()), text) != null) {
        throw new UserError(where, "is the second of this name", "rename one");
      }
    }
    return texts;
  }

  /** Returns the reproducer's file. */
  Path program() {
    return Objects.requireNonNull(repro);
  }
}
