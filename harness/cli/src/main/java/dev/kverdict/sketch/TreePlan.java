package dev.kverdict.sketch;

import dev.kverdict.HostIo;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.patch.ChangedFile;
import dev.kverdict.patch.HunkLine;
import dev.kverdict.text.Printable;
import dev.kverdict.tree.TreeState;
import dev.kverdict.yaml.TryCase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kverdict try} understood and is going to do.
 *
 * @param tree the developer's tree
 * @param config the configuration to start from
 * @param with what is added to it
 * @param fragments texts with single options, by the names of their files
 * @param modules modules to load
 * @param program the reproducer
 * @param packages Debian packages whose programs it finds in its guest; null if it asks for none
 * @param steps the steps that it reports
 * @param image its disk, or null
 * @param failure what it has to show
 */
public record TreePlan(
    TreeState tree,
    TreeConfig config,
    List<ConfigWord> with,
    Map<String, String> fragments,
    List<String> modules,
    ProgramFile program,
    @Nullable List<String> packages,
    List<String> steps,
    @Nullable SketchedDisk image,
    ExpectedFailure failure) {

  private static final String CONFIG = "config";
  private static final int MOST_NAMED = 5;
  private static final long MINUTE = 60;

  /** Returns the case, whose files {@link #write} writes. */
  public TryCase part() {
    return new TryCase(
        program.name(),
        new TryCase.Kernel(
            tree.top().toString(),
            tree.base().id(),
            config.text() == null ? config.target() : "./" + CONFIG,
            with.stream().map(ConfigWord::label).toList(),
            fragments.keySet().stream().map(TreePlan::fragment).toList(),
            modules),
        TreeState.PATCH,
        new TryCase.Program(program.file(), program.kind(), packages, steps, failure.crash(), null),
        image == null ? null : image.part());
  }

  private static String fragment(String name) {
    return "fragments/" + name;
  }

  /** Writes the files that the case names into its directory. */
  public void write(Path directory) {
    HostIo.run(
        "cannot write the case into " + directory,
        () -> {
          program.write(directory);
          Files.writeString(
              directory.resolve(TreeState.PATCH), tree.diff(), StandardCharsets.ISO_8859_1);
          if (config.text() != null) {
            Files.writeString(
                directory.resolve(CONFIG), config.text(), StandardCharsets.ISO_8859_1);
          }
          for (Map.Entry<String, String> one : fragments.entrySet()) {
            Path to = directory.resolve(fragment(one.getKey()));
            Files.createDirectories(Objects.requireNonNull(to.getParent()));
            Files.writeString(to, one.getValue(), StandardCharsets.ISO_8859_1);
          }
          if (image != null) {
            image.write(directory, tree);
          }
        });
  }

  /** Returns what was understood, for a person. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        line("tree", "%s, %s, Linux %s".formatted(tree.top(), branch(), tree.head().release())));
    lines.add(
        line(
            "control",
            "%s \"%s\": %s".formatted(tree.base().shortId(), tree.base().subject(), tree.why())));
    lines.add(line("patched", "the files as they are: " + changes()));
    if (!tree.untracked().isEmpty()) {
      lines.add(line("not taken", named(tree.untracked()) + ": git does not know of it"));
    }
    lines.add(line("config", config.described() + added()));
    lines.add(line("reproducer", reproducer()));
    lines.add(
        line(
            "failure",
            failure.crash() == null
                ? "the first that the control shows"
                : "\"%s\" (%s)".formatted(failure.crash(), failure.whence())));
    return lines;
  }

  private static String line(String key, String value) {
    return Printable.ascii("%-11s %s".formatted(key, value), 1000);
  }

  private String branch() {
    return tree.branch().equals("no branch") ? tree.branch() : "branch " + tree.branch();
  }

  private static String named(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
    return names.size() > MOST_NAMED
        ? some + " and %d more".formatted(names.size() - MOST_NAMED)
        : some;
  }

  private String changes() {
    List<ChangedFile> files =
        tree.changes().patches().stream().flatMap(patch -> patch.files().stream()).toList();
    return "%d %s, +%d -%d: %s"
        .formatted(
            files.size(),
            files.size() == 1 ? "file" : "files",
            count(files, HunkLine.Kind.ADDED),
            count(files, HunkLine.Kind.REMOVED),
            named(files.stream().map(ChangedFile::path).toList()));
  }

  private static long count(List<ChangedFile> files, HunkLine.Kind kind) {
    return files.stream()
        .flatMap(file -> file.hunks().stream())
        .flatMap(hunk -> hunk.lines().stream())
        .filter(line -> line.kind() == kind)
        .count();
  }

  private String added() {
    List<String> parts = new ArrayList<>(with.stream().map(ConfigWord::label).toList());
    parts.addAll(fragments.keySet());
    return parts.isEmpty() ? "" : ", and " + String.join(", ", parts);
  }

  private String reproducer() {
    return program.file()
        + (image == null ? "" : ", on " + image.described())
        + (steps.isEmpty()
            ? ", which reports no steps"
            : steps.stream().collect(Collectors.joining(", ", ", with the steps ", "")));
  }

  /**
   * Returns what will be built and about how long that takes, for a person.
   *
   * @param built whether the control is in the store
   */
  public String builds(boolean built, int processors) {
    return line("builds", built ? "what the changes touch; the control is built" : all(processors));
  }

  private String all(int processors) {
    long seconds = config.seconds(processors);
    String time = seconds < 90 ? "a minute" : "%d minutes".formatted((seconds + 59) / MINUTE);
    String about =
        "the control, about %s on %d processors, less if its %d files were compiled before;"
                .formatted(time, processors, config.files())
            + " then what the changes touch";
    return config.large()
        ? about
            + ". It has the modules of a distribution: make localmodconfig, or --config, leaves"
            + " out what the bug does not need"
        : about;
  }
}
