package dev.kverdict.build;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.patch.Fit;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Applies patch files to a source whose files are hard links into another one. */
record PatchApplier(Lane lane) {

  private static final Pattern RECORD_END = Pattern.compile("\0");
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String NO_CONTEXT = "--unidiff-zero";

  /**
   * What became of a patch.
   *
   * @param refused why the source is unchanged; empty if the patch was applied
   * @param fit how it fitted, if it was applied
   * @param notes what was not as the patch has it, a line for a person each
   */
  record Applied(Optional<BuildOutcome> refused, Fit fit, List<String> notes) {

    static Applied refused(BuildOutcome outcome) {
      return new Applied(Optional.of(outcome), Fit.CLEAN, List.of());
    }
  }

  /**
   * Applies a patch, or says why it does not apply and leaves the source unchanged.
   *
   * @throws UserError if it only fails to apply because somebody's program damaged it
   */
  Applied apply(Path source, PatchSet.Unpacked patch) {
    CommandResult check = check(source, patch, List.of());
    if (check.ok()) {
      return applied(source, patch, List.of(), Fit.CLEAN, List.of());
    }
    if (isApplied(source, patch)) {
      return Applied.refused(alreadyApplied(patch));
    }
    if (patch.patch().text().contains("\r\n")) {
      String plain = patch.patch().text().replace("\r\n", "\n");
      PatchSet.Unpacked other = rewritten(patch, plain);
      if (check(source, other, List.of()).ok()) {
        return applied(
            source,
            other,
            List.of(),
            Fit.NORMALISED,
            List.of("its line ends (CR LF) were normalised"));
      }
      if (isApplied(source, other)) {
        return Applied.refused(alreadyApplied(patch));
      }
    }
    Mismatches mismatches = Mismatches.of(source, patch, check);
    mismatches.requireUndamaged();
    List<String> lines = new ArrayList<>(mismatches.lines());
    ThreeWay.Merged merged = new ThreeWay(lane, patch).merge(source);
    if (merged.clean()) {
      return merged(source, patch, merged);
    }
    merged.why().forEach(why -> lines.add(patch.file().getFileName() + ": " + why));
    Optional<Fuzzy> fuzzy = leastFuzz(source, patch);
    if (fuzzy.isEmpty()) {
      return Applied.refused(BuildOutcome.patchRejected(lines));
    }
    Fuzzy least = fuzzy.get();
    if (least.fuzz() <= patch.options().fuzz()) {
      String note = "applied with fuzz " + least.fuzz() + ", as asked for" + least.warning();
      return applied(source, least.patch(), least.how(), Fit.FUZZ, List.of(note));
    }
    lines.add(
        "%s: it would apply with fuzz %d, which ignores that much of its context: --fuzz %d%s"
            .formatted(patch.file().getFileName(), least.fuzz(), least.fuzz(), least.warning()));
    List<String> how = new ArrayList<>(least.how());
    how.add("--verbose");
    lines.addAll(Offsets.in(check(source, least.patch(), how).output()));
    return Applied.refused(BuildOutcome.patchRejected(lines));
  }

  private static Applied merged(Path source, PatchSet.Unpacked patch, ThreeWay.Merged merged) {
    detach(merged.files().keySet().stream().map(source::resolve).collect(Collectors.toSet()));
    merged
        .files()
        .forEach(
            (file, result) ->
                HostIo.run(
                    "cannot write " + file,
                    () -> Files.write(source.resolve(file), Files.readAllBytes(result))));
    return new Applied(
        Optional.empty(),
        Fit.MERGED,
        List.of(
            patch.file().getFileName()
                + ": merged in three ways with the version that it was made for, as asked for"));
  }

  private boolean isApplied(Path source, PatchSet.Unpacked patch) {
    return check(source, patch, List.of("--reverse")).ok();
  }

  private static BuildOutcome alreadyApplied(PatchSet.Unpacked patch) {
    return BuildOutcome.alreadyApplied(
        List.of(patch.file().getFileName() + ": its reverse applies, so the source has it"));
  }

  private static PatchSet.Unpacked rewritten(PatchSet.Unpacked patch, String text) {
    try {
      Path file = patch.file().resolveSibling("normalised");
      Files.createDirectories(file);
      Path place = file.resolve(String.valueOf(patch.file().getFileName()));
      Files.writeString(place, text, StandardCharsets.ISO_8859_1);
      return new PatchSet.Unpacked(place, patch.patch(), patch.options());
    } catch (IOException e) {
      throw new InfraError("cannot rewrite " + patch.file() + ": " + e.getMessage(), e);
    }
  }

  /**
   * A way to apply a patch that does not fit.
   *
   * @param fuzz how many lines at the edges of the context are ignored
   * @param patch the patch, perhaps rewritten
   * @param how options of git apply
   */
  private record Fuzzy(int fuzz, PatchSet.Unpacked patch, List<String> how) {

    String warning() {
      return how.contains(NO_CONTEXT)
          ? " (no context is left: hunks that only add lines go where their line number says)"
          : "";
    }
  }

  private Optional<Fuzzy> leastFuzz(Path source, PatchSet.Unpacked patch) {
    int context = patch.patch().mostContext();
    Stream<Fuzzy> some =
        IntStream.range(1, Math.min(context, PatchOptions.MOST_FUZZ))
            .mapToObj(fuzz -> new Fuzzy(fuzz, patch, List.of("-C" + (context - fuzz))));
    Stream<Fuzzy> all =
        patch.patch().withoutContext().stream()
            .filter(text -> context > 0)
            .map(text -> new Fuzzy(context, rewritten(patch, text), List.of(NO_CONTEXT)));
    return Stream.concat(some, all)
        .filter(fuzzy -> check(source, fuzzy.patch(), fuzzy.how()).ok())
        .findFirst();
  }

  private Applied applied(
      Path source, PatchSet.Unpacked patch, List<String> how, Fit fit, List<String> notes) {
    Set<Path> touched = touched(source, patch);
    detach(touched);
    List<String> options = new ArrayList<>(how);
    options.add("--verbose");
    CommandResult result =
        git(source, patch.file(), directories(source, touched), options)
            .orThrow("cannot apply a patch that passed git apply --check");
    List<String> offsets = Offsets.in(result.output());
    List<String> all = new ArrayList<>(notes);
    all.addAll(offsets);
    return new Applied(
        Optional.empty(),
        offsets.isEmpty() ? fit : fit.and(Fit.OFFSET),
        all.stream().map(note -> patch.file().getFileName() + ": " + note).toList());
  }

  /** Returns the files that the patch names: as git sees them, and the old names of moved files. */
  private Set<Path> touched(Path source, PatchSet.Unpacked patch) {
    CommandResult list =
        git(source, patch.file(), List.of(), List.of("--numstat", "-z"))
            .orThrow("cannot list the files of a patch");
    Set<String> names = new HashSet<>();
    for (String record : RECORD_END.split(String.join("\n", list.output()), -1)) {
      names.add(record.substring(record.lastIndexOf('\t') + 1));
    }
    names.addAll(patch.patch().paths());
    names.remove("");
    return names.stream()
        .map(name -> source.resolve(name).normalize())
        .filter(file -> file.startsWith(source) && !file.equals(source))
        .collect(Collectors.toSet());
  }

  /** Breaks the hard link of every existing file, so the other tree keeps its bytes. */
  private static void detach(Set<Path> files) {
    for (Path file : files) {
      try {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Path copy = Files.createTempFile(PlainFiles.parent(file), ".detach", "");
          Files.copy(
              file,
              copy,
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES); // only we could read a temporary file
          Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
        }
      } catch (IOException e) {
        throw new InfraError("cannot copy " + file + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * Returns the directories that git has to write to. A directory behind a link belongs to another
   * tree; git itself rejects that.
   */
  private static List<Path> directories(Path source, Set<Path> files) {
    SortedSet<Path> directories = new TreeSet<>();
    try {
      Path root = source.toRealPath();
      for (Path file : files) {
        Path directory = PlainFiles.parent(file);
        while (!Files.isDirectory(directory)) {
          directory = PlainFiles.parent(directory);
        }
        if (directory.toRealPath().startsWith(root)) {
          directories.add(directory);
        }
      }
    } catch (IOException e) {
      throw new InfraError("cannot read " + source + ": " + e.getMessage(), e);
    }
    return directories.stream()
        .filter(
            directory ->
                directories.stream()
                    .noneMatch(o -> !o.equals(directory) && directory.startsWith(o)))
        .toList();
  }

  private CommandResult check(Path source, PatchSet.Unpacked patch, List<String> options) {
    List<String> more = new ArrayList<>(options);
    more.add("--check");
    return git(source, patch.file(), List.of(), more);
  }

  private CommandResult git(Path source, Path patch, List<Path> writes, List<String> options) {
    List<String> argv = new ArrayList<>(List.of("git", "apply", "-p1", "--whitespace=nowarn"));
    argv.addAll(options);
    argv.add(patch.toString());
    return lane.run(
        Command.of(source, argv.toArray(String[]::new))
            .reading(source, patch)
            .writing(writes.toArray(Path[]::new))
            // A repository above the store must not change what paths mean.
            .withEnvironment(Map.of("GIT_CEILING_DIRECTORIES", String.valueOf(source.getParent())))
            .within(LIMIT));
  }
}
