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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is tried, and on which kernels: the options of {@code try} that a case has keys for. */
final class TryOptions {

  @Mixin private final ReproducerOptions reproducer = new ReproducerOptions();

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
      names = "--fragment",
      paramLabel = "FILE",
      description = "A file with options that are added to it. May be repeated.")
  private List<Path> fragments = List.of();

  /**
   * Reads everything that they name.
   *
   * @throws UserError at the first thing that cannot be tried
   */
  TreePlan plan(Lane lane, Store store) {
    ProgramFile program = reproducer.program();
    ReportedCrash read = reproducer.report();
    ExpectedFailure failure = reproducer.failure(read);
    List<ConfigWord> words = reproducer.words();
    Map<String, String> options = options();
    List<String> loaded = new ArrayList<>(reproducer.modules());
    List<String> named = reproducer.steps(program);
    SketchedDisk disk = reproducer.disk();
    TreeState state = TreeState.read(lane, store, tree, base);
    TreeConfig start =
        TreeConfig.choose(
            config, state.top(), () -> read == null ? Optional.empty() : read.config());
    if (start.text() == null && words.isEmpty()) {
      // A target gets what guests need only beside a word; this one costs nothing.
      words.add(ConfigWord.HUNG_TASK);
    }
    if (disk != null && disk.mount() != null) {
      start.prepare(disk.mount(), options, loaded);
    }
    return new TreePlan(
        state, start, words, options, loaded, program, reproducer.packages(), named, disk, failure);
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
    return reproducer.repro();
  }
}
