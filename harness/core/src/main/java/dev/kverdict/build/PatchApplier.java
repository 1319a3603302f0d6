package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.patch.HunkLine;
import dev.kverdict.patch.ParsedPatch;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Applies patch files to a source whose files are hard links into another one. */
record PatchApplier(Lane lane) {

  private static final Pattern FAILED = Pattern.compile("error: patch failed: (.+):(\\d+)");
  private static final Pattern RECORD_END = Pattern.compile("\0");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /**
   * Applies a patch, or says why it does not apply and leaves the source unchanged.
   *
   * @return empty when applied
   */
  Optional<BuildOutcome> apply(Path source, PatchSet.Unpacked unpacked) {
    Path patch = unpacked.file();
    CommandResult check = git(source, patch, List.of(), "--check");
    if (!check.ok()) {
      if (git(source, patch, List.of(), "--check", "--reverse").ok()) {
        return Optional.of(
            BuildOutcome.alreadyApplied(
                List.of(patch.getFileName() + ": its reverse applies, so the source has it")));
      }
      return Optional.of(BuildOutcome.patchRejected(reasons(source, unpacked, check)));
    }
    Set<Path> touched = touched(source, unpacked);
    detach(touched);
    var unused =
        git(source, patch, directories(source, touched))
            .orThrow("cannot apply a patch that passed git apply --check");
    return Optional.empty();
  }

  /** Returns the files that the patch names: as git sees them, and the old names of moved files. */
  private Set<Path> touched(Path source, PatchSet.Unpacked patch) {
    CommandResult list =
        git(source, patch.file(), List.of(), "--numstat", "-z")
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

  private CommandResult git(Path source, Path patch, List<Path> writes, String... options) {
    List<String> argv = new ArrayList<>(List.of("git", "apply", "-p1", "--whitespace=nowarn"));
    argv.addAll(List.of(options));
    argv.add(patch.toString());
    return lane.run(
        Command.of(source, argv.toArray(String[]::new))
            .reading(source, patch)
            .writing(writes.toArray(Path[]::new))
            // A repository above the store must not change what paths mean.
            .withEnvironment(Map.of("GIT_CEILING_DIRECTORIES", String.valueOf(source.getParent())))
            .within(LIMIT));
  }

  /** git names only the hunk; a person wants to see the first line that differs. */
  private static List<String> reasons(Path source, PatchSet.Unpacked patch, CommandResult check) {
    Path name = patch.file().getFileName();
    List<String> reasons = new ArrayList<>();
    for (String line : check.output()) {
      Matcher failed = FAILED.matcher(line);
      if (failed.matches()) {
        String file = failed.group(1);
        int at = Integer.parseInt(failed.group(2));
        reasons.add(name + ": hunk for " + file + " line " + at + " does not apply");
        mismatch(source.resolve(file), patch.patch(), file, at).ifPresent(reasons::add);
      } else if (line.startsWith("error: ") && !line.endsWith("patch does not apply")) {
        reasons.add(name + ": " + line.substring("error: ".length()));
      }
    }
    return reasons.isEmpty() ? List.of(check.summary()) : reasons;
  }

  private static Optional<String> mismatch(Path file, ParsedPatch patch, String name, int start) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty(); // missing, or a link that an earlier patch made: git said so
    }
    try {
      List<String> source = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      List<String> expected = expected(patch, name, start);
      if (expected.isEmpty()) {
        return Optional.empty();
      }
      // The hunk was meant for the place where most lines agree.
      int best = -1;
      int bestAgreeing = -1;
      for (int at = 0; at + expected.size() <= source.size(); at++) {
        int agreeing = 0;
        for (int i = 0; i < expected.size(); i++) {
          agreeing += source.get(at + i).equals(expected.get(i)) ? 1 : 0;
        }
        boolean nearer = Math.abs(at - start + 1) < Math.abs(best - start + 1);
        if (agreeing > bestAgreeing || (agreeing == bestAgreeing && nearer)) {
          bestAgreeing = agreeing;
          best = at;
        }
      }
      for (int i = 0; best >= 0 && i < expected.size(); i++) {
        String found = source.get(best + i);
        if (!found.equals(expected.get(i))) {
          return Optional.of(
              "line %d: expected '%s', found '%s'"
                  .formatted(best + i + 1, expected.get(i).strip(), found.strip()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the file is missing: git said so
    }
  }

  /** Returns the lines that a hunk expects to find: its context and what it removes. */
  private static List<String> expected(ParsedPatch patch, String file, int start) {
    return patch.files().stream()
        .filter(changed -> changed.oldPath().equals(file))
        .flatMap(changed -> changed.hunks().stream())
        .filter(hunk -> hunk.oldStart() == start)
        .limit(1)
        .flatMap(hunk -> hunk.lines().stream())
        .filter(line -> line.kind() != HunkLine.Kind.ADDED)
        .map(HunkLine::text)
        .toList();
  }
}
