package dev.kverdict.sketch;

import dev.kverdict.model.ConfigWord;
import dev.kverdict.text.Printable;
import dev.kverdict.text.Quoted;
import dev.kverdict.yaml.TryCase;
import dev.kverdict.yaml.TryCase.Program.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a case as a person would, with what comes next in comments. */
final class SketchText {

  /** Words that YAML does not take for texts. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  /** A module that is built in a moment. */
  private static final String SMALLEST = "fs/minix";

  private final CaseSketch sketch;
  private final KnownFailure failure;
  private final StringBuilder text = new StringBuilder();

  SketchText(CaseSketch sketch, KnownFailure failure) {
    this.sketch = sketch;
    this.failure = failure;
  }

  /** Returns a line of what was understood. */
  static String line(String key, String value) {
    return Printable.ascii("%-11s %s".formatted(key, value), 1000);
  }

  /** Returns a text as a value. */
  private static String value(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9._/-]*")
            && !WORDS.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : Quoted.of(text);
  }

  private static String list(List<String> texts) {
    return texts.stream().map(SketchText::value).collect(Collectors.joining(", ", "[", "]"));
  }

  private void add(String line) {
    text.append(line).append('\n');
  }

  private void addSome(String key, List<String> texts) {
    if (!texts.isEmpty()) {
      add("    " + key + ": " + list(texts));
    }
  }

  /**
   * Returns the case file.
   *
   * @param head a comment for its first lines
   */
  String write(List<String> head) {
    head.forEach(line -> add("# " + Printable.ascii(line)));
    add("case: " + value(sketch.name()));
    kernel();
    disk();
    program();
    patches();
    next();
    return text.toString();
  }

  private void kernel() {
    add("");
    add("kernels:");
    add("  " + sketch.kernel().name() + ":");
    add("    source: " + sketch.kernel().source());
    if (sketch.kernel().built()) {
      List<String> words = sketch.with().stream().map(ConfigWord::label).toList();
      List<String> files = sketch.fragments().keySet().stream().map(CaseSketch::fragment).toList();
      add(
          "    config: {with: %s%s}"
              .formatted(list(words), files.isEmpty() ? "" : ", fragments: " + list(files)));
    }
    addSome(
        "prepare",
        sketch.prepare().stream().map(path -> String.valueOf(path.getFileName())).toList());
    rebuilt();
    addSome("modules", sketch.modules());
    add("    # smp: 1  # if it is no race: every processor costs time under emulation");
  }

  /** A kernel that boots as it is shipped has to say what is built of it, be it for nothing. */
  private void rebuilt() {
    List<String> directories = sketch.rebuilt();
    addSome("rebuild", directories);
    if (directories.isEmpty() && !sketch.kernel().built() && sketch.prepare().isEmpty()) {
      add("    # TODO: the directory that a fix changes, if it is one of modules");
      addSome("rebuild", List.of(SMALLEST));
    }
  }

  private void disk() {
    SketchedDisk disk = sketch.disk();
    if (disk == null) {
      return;
    }
    TryCase.Image part = disk.part();
    add("");
    add("images:");
    if (part.mkfs() != null) {
      add("  %s: {mkfs: %s, mount: {}}".formatted(part.name(), part.mkfs()));
    } else {
      add(
          "  %s: {file: %s%s}"
              .formatted(
                  part.name(),
                  value(disk.fileName()),
                  part.mount() == null ? "" : ", mount: {type: " + value(part.mount()) + "}"));
    }
  }

  private void program() {
    ProgramFile program = sketch.program();
    Needs needs = sketch.needs();
    add("");
    add("repros:");
    add("  " + value(program.name()) + ":");
    if (!needs.said().isEmpty()) {
      add("    # It " + Printable.ascii(String.join(", ", needs.said())) + ".");
    }
    String key =
        switch (program.kind()) {
          case SOURCE -> "source";
          case BINARY -> "program";
          case SCRIPT -> "script";
        };
    add("    " + key + ": " + value(program.file()));
    if (program.kind() == Kind.SOURCE) {
      addSome("cflags", needs.cflags());
      addSome("libs", needs.libs());
      if (needs.bits32()) {
        add("    arch: i386");
      }
    }
    List<String> packages = needs.packages();
    if (packages != null) {
      add("    userland: {packages: " + list(packages) + "}");
    }
    if (sketch.disk() != null) {
      add("    image: " + sketch.disk().part().name());
    }
    addSome("steps", failure.steps());
    if (failure.remark() != null) {
      add("    # " + Printable.ascii(failure.remark()));
    }
    add(
        "    fails: "
            + (failure.crash() == null
                ? "{check: " + value(String.valueOf(failure.check())) + "}"
                : "{crash: [" + Quoted.of(failure.crash()) + "]}"));
  }

  private void patches() {
    Map<String, String> patches = sketch.namedPatches();
    add("");
    if (patches.isEmpty()) {
      add("# The patches to judge, or one on the command line: --patch FILE.");
      add("# patches:");
      add("#   my-fix: {files: [my-fix.patch]}");
      return;
    }
    add("patches:");
    patches.forEach(
        (name, file) -> add("  %s: {files: %s}".formatted(value(name), list(List.of(file)))));
  }

  private void next() {
    add("");
    add(
        "# A guard has to succeed with and without a patch: it shows that the feature still works.");
    add("# guards:");
    add("#   still-works: {source: still-works.c, steps: [open, write, read-back]}");
    add("");
    add("# A claim is a statement about the bug, settled by an experiment.");
    add("# claims:");
    add(
        "#   - {id: C1, says: It takes two processors., repro: %s, expect: no-crash}"
            .formatted(value(sketch.name())));
  }
}
