package dev.kverdict.syzbot;

import dev.kverdict.model.ConfigWord;
import dev.kverdict.text.Printable;
import dev.kverdict.text.Quoted;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes the case file of a report. What is not known yet is a comment that begins with TODO, so
 * that the file is a valid case from the beginning.
 */
final class CaseText {

  /** The patch that syzbot tested. */
  static final String TESTED = "tested.patch";

  /** The mail with the patch that syzbot is asked to test. */
  static final String TESTED_MAIL = "tested.eml";

  /** The patches that are part of the kernel. */
  static final String SERIES = "series.mbox";

  /** The title of a crash that nobody has named. */
  private static final String NO_TITLE = "TODO: the title of the crash";

  private static final String MAINLINE =
      "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git";

  /** No tree has such a commit, so that a kernel is built only once somebody wrote the name. */
  private static final String UNKNOWN = "TODO";

  private final Report report;
  private final Parts parts;
  private final Given given;
  private final StringBuilder text = new StringBuilder();

  private CaseText(Report report, Parts parts, Given given) {
    this.report = report;
    this.parts = parts;
    this.given = given;
  }

  /**
   * Returns the case file.
   *
   * @param head what was understood, a line each
   */
  static String of(String name, List<String> head, Report report, Parts parts, Given given) {
    CaseText text = new CaseText(report, parts, given);
    head.forEach(line -> text.line("# " + Printable.ascii(line)));
    text.line("case: " + Quoted.of(name));
    report.credits().reportedBy().ifPresent(who -> text.line("reported-by: " + Quoted.of(who)));
    report.credits().closes().ifPresent(url -> text.line("closes: " + Quoted.of(url)));
    text.kernel();
    text.images();
    text.program();
    text.patches();
    return text.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private boolean todo(Parts.Place place, String indent) {
    List<Parts.Todo> here = parts.todo().stream().filter(todo -> todo.place() == place).toList();
    here.forEach(todo -> line(indent + "# TODO: " + Printable.ascii(todo.text())));
    return !here.isEmpty();
  }

  private void kernel() {
    Report.Kernel kernel = report.kernel();
    line("");
    line("kernels:");
    line("  reported:");
    todo(Parts.Place.KERNEL, "    ");
    line("    source: " + source());
    Optional<ConfigWord> word =
        parts.has(Parts.CONFIG) ? Optional.empty() : Detectors.of(report.title().orElse(""));
    Optional<String> toolchain = Toolchain.of(kernel.compiler());
    boolean known = word.filter(one -> isTooOld(toolchain, one)).isEmpty();
    toolchain
        .filter(compiler -> known)
        .ifPresent(compiler -> line("    toolchain: " + compiler + "  # the reporter's"));
    if (report.links().series().isPresent()) {
      line("    %sprepare: [%s]".formatted(parts.has(SERIES) ? "" : "# ", SERIES));
    }
    todo(Parts.Place.CONFIG, "    ");
    line("    %sconfig: {base: %s}".formatted(parts.has(Parts.CONFIG) ? "" : "# ", Parts.CONFIG));
    if (!parts.has(Parts.CONFIG)) {
      line(
          "    config: {base: defconfig%s}"
              .formatted(word.map(one -> ", with: [" + one.label() + "]").orElse("")));
    }
  }

  private static boolean isTooOld(Optional<String> toolchain, ConfigWord word) {
    return toolchain
        .filter(name -> name.startsWith("gcc-"))
        .map(name -> Integer.parseInt(name.substring("gcc-".length())) < word.oldestGcc())
        .orElse(false);
  }

  private String source() {
    Path tree = given.tree();
    String url =
        tree == null
            ? address(report.kernel()).orElse(MAINLINE)
            : tree.toAbsolutePath().normalize().toString();
    String commit = commit(report.kernel());
    return "{git: %s, rev: %s}"
        .formatted(Quoted.of(url), Quoted.of(commit.isEmpty() ? UNKNOWN : commit));
  }

  private static Optional<String> address(Report.Kernel kernel) {
    return kernel.tree().map(GitTree::url).filter(url -> !url.isEmpty());
  }

  private static String commit(Report.Kernel kernel) {
    return kernel.commit().orElse(kernel.tree().map(GitTree::branch).orElse(""));
  }

  /** Says what is to be done before the kernel is the one of the report. */
  static Optional<String> kernelTodo(Report.Kernel kernel, Given given) {
    String commit = commit(kernel);
    if (given.tree() == null && address(kernel).isEmpty()) {
      return Optional.of(
          "write the address of the tree that has the commit; the report names "
              + kernel
                  .tree()
                  .map(GitTree::written)
                  .filter(words -> !words.isEmpty())
                  .map(words -> "\"" + words + "\"")
                  .orElse("none"));
    }
    if (commit.isEmpty()) {
      return Optional.of("write the commit as rev:; the report names none");
    }
    return GitTree.isShort(commit) && given.tree() == null
        ? Optional.of(
            "write the commit's whole name of 40 digits, by which alone it can be fetched; or import again with --tree and a clone that has it")
        : Optional.empty();
  }

  private void images() {
    Optional<URI> mounted = PartsFinder.mounted(report);
    if (parts.has(Parts.DISK)) {
      line("");
      line("images:");
      line("  disk: {file: " + Parts.DISK + "}");
    } else if (parts.remote().isPresent()) {
      line("");
      line("images:");
      line("  # The program brings it along; with image: mounted it would have it as a disk, too.");
      line(
          "  mounted: {url: %s, sha256: %s}"
              .formatted(
                  Quoted.of(parts.remote().get().url()), Quoted.of(parts.remote().get().sha256())));
    } else if (mounted.isPresent()) {
      line("");
      todo(Parts.Place.IMAGE, "");
      line("# images:");
      line("#   mounted: {url: %s, sha256: ...}".formatted(Quoted.of(mounted.get().toString())));
    }
  }

  private void program() {
    String program = parts.program();
    boolean binary = program.equals("repro");
    line("");
    line("repros:");
    line("  reported:");
    todo(Parts.Place.PROGRAM, "    ");
    line("    %s: %s".formatted(binary ? "program" : "source", program));
    if (program.equals("repro.c") && parts.has("repro.syz")) {
      line("    # source: repro.syz");
    }
    if (report.kernel().userArch().equals(Architectures.I386) && !binary) {
      line("    arch: i386");
    }
    if (parts.has(Parts.DISK)) {
      line("    image: disk");
    }
    todo(Parts.Place.TITLE, "    ");
    line("    fails: {crash: [%s]}".formatted(Quoted.of(report.title().orElse(NO_TITLE))));
  }

  private void patches() {
    line("");
    String file = parts.has(TESTED_MAIL) ? TESTED_MAIL : TESTED;
    if (parts.has(file)) {
      line("patches:");
      line("  tested: {files: [%s]}".formatted(file));
      return;
    }
    if (todo(Parts.Place.PATCH, "")) {
      line("# patches:");
      line("#   tested: {files: [%s]}".formatted(TESTED));
      return;
    }
    line("# The patch to judge can be given on the command line: --patch FILE");
  }
}
