package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.sketch.ExpectedFailure;
import dev.kverdict.sketch.ProgramFile;
import dev.kverdict.sketch.ReportedCrash;
import dev.kverdict.sketch.SketchedDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What is known of a reproducer for which there is no case: shared by {@code try} and {@code new}.
 */
final class ReproducerOptions {

  @Parameters(
      paramLabel = "REPRO",
      description = {
        "The reproducer: a C file, a program of syzkaller (.syz), a script, or a static",
        "binary."
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

  /** Returns the reproducer as the person names it. */
  Path repro() {
    return Objects.requireNonNull(repro);
  }

  /** Reads the reproducer. */
  ProgramFile program() {
    return ProgramFile.read(repro());
  }

  /** Reads the report, or returns null if there is none. */
  @Nullable ReportedCrash report() {
    return report == null ? null : ReportedCrash.read(report);
  }

  /** Returns what the kernel is expected to report. */
  ExpectedFailure failure(@Nullable ReportedCrash read) {
    return ExpectedFailure.of(title, read);
  }

  /** Returns the modules. */
  List<String> modules() {
    modules.forEach(name -> requireName("--modules", name));
    return modules;
  }

  /** Returns the steps: those that are named, or else those that the program shows. */
  List<String> steps(ProgramFile program) {
    List<String> named = steps == null ? program.steps() : steps;
    named.forEach(name -> requireName("--steps", name));
    return named;
  }

  /** Returns the disk, or null if there is none. */
  @Nullable SketchedDisk disk() {
    return SketchedDisk.of(image, mount);
  }

  /** Returns the packages, or null if nobody named any. */
  @Nullable List<String> packages() {
    return packages;
  }

  /**
   * Returns the words of {@code --with}.
   *
   * @throws UserError if there is no such word, or two do not go together
   */
  List<ConfigWord> words() {
    List<ConfigWord> words = new ArrayList<>();
    for (String text : with) {
      ConfigWord word =
          List.of(ConfigWord.values()).stream()
              .filter(known -> known.label().equals(text))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UserError(
                          "--with " + text,
                          "there is no such word",
                          "known are: " + String.join(", ", ConfigWord.labels())));
      for (ConfigWord other : words) {
        String why = other.excludes(word);
        if (why != null) {
          throw new UserError(
              "--with " + text, "does not go with " + other.label() + ": " + why, "leave out one");
        }
      }
      if (!words.contains(word)) {
        words.add(word);
      }
    }
    return words;
  }

  /**
   * Requires a name.
   *
   * @throws UserError if it is none
   */
  static void requireName(String option, String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,59}")) {
      throw new UserError(option + " " + name, "is no name", "separate names by commas alone");
    }
  }
}
