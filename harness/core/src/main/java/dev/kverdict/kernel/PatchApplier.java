package dev.kverdict.kernel;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.patch.HunkLine;
import dev.kverdict.record.BuildOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Applies patch files to a source folder whose files are hard links into another one. */
final class PatchApplier {

  private static final Pattern FAILED = Pattern.compile("error: patch failed: (.+):(\\d+)");
  private static final Pattern RECORD_END = Pattern.compile("\0");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Lane lane;

  PatchApplier(Lane lane) {
    this.lane = lane;
  }

  /**
   * Applies a file, or says why not and leaves the source as it was.
   *
   * @return empty when applied
   */
  Optional<BuildOutcome> apply(Path source, Path patch) {
    CommandResult check = git(source, patch, "--check");
    if (!check.ok()) {
      if (git(source, patch, "--check", "--reverse").ok()) {
        return Optional.of(
            new BuildOutcome.AlreadyApplied(
                List.of(patch.getFileName() + ": its reverse applies, so the source has it")));
      }
      return Optional.of(new BuildOutcome.PatchRejected(reasons(source, patch, check)));
    }
    detach(source, patch);
    CommandResult applied = git(source, patch);
    if (!applied.ok()) {
      throw new InfraError("git apply failed after its check: " + applied.summary());
    }
    return Optional.empty();
  }

  /**
   * Gives every file that the patch touches bytes of its own, so that the links' others keep
   * theirs.
   */
  private void detach(Path source, Path patch) {
    CommandResult list = git(source, patch, "--numstat", "-z");
    if (!list.ok()) {
      throw new InfraError("git apply --numstat: " + list.summary());
    }
    for (String record : RECORD_END.split(String.join("\n", list.output()), -1)) {
      String name = record.substring(record.lastIndexOf('\t') + 1);
      Path file = source.resolve(name).normalize();
      try {
        if (!name.isEmpty() && file.startsWith(source) && Files.isRegularFile(file)) {
          Path copy = Files.createTempFile(file.getParent(), ".detach", "");
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
          Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
        }
      } catch (IOException e) {
        throw new InfraError("cannot copy " + file, e);
      }
    }
  }

  private CommandResult git(Path source, Path patch, String... options) {
    List<String> argv = new ArrayList<>(List.of("git", "apply", "-p1", "--whitespace=nowarn"));
    argv.addAll(List.of(options));
    argv.add(patch.toString());
    return lane.run(
        Command.of(source, argv.toArray(String[]::new))
            .reading(patch)
            .writing(source)
            // A repository above the store must not turn paths around.
            .with(Map.of("GIT_CEILING_DIRECTORIES", String.valueOf(source.getParent())))
            .within(LIMIT));
  }

  /** git names the hunk; the first line that differs is what a person wants to see. */
  private static List<String> reasons(Path source, Path patch, CommandResult check) {
    List<String> reasons = new ArrayList<>();
    for (String line : check.output()) {
      Matcher failed = FAILED.matcher(line);
      if (failed.matches()) {
        String file = failed.group(1);
        int at = Integer.parseInt(failed.group(2));
        reasons.add(patch.getFileName() + ": hunk for " + file + " line " + at + " does not apply");
        mismatch(source.resolve(file), patch, file, at).ifPresent(reasons::add);
      } else if (line.startsWith("error: ") && !line.endsWith("patch does not apply")) {
        reasons.add(patch.getFileName() + ": " + line.substring("error: ".length()));
      }
    }
    return reasons.isEmpty() ? List.of(check.summary()) : reasons;
  }

  private static Optional<String> mismatch(Path file, Path patch, String name, int start) {
    try {
      List<String> source = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      List<String> expected = expected(patch, name, start);
      if (expected.isEmpty()) {
        return Optional.empty();
      }
      // Where the most lines agree is where the hunk was meant to go.
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

  /** The lines that a hunk expects to find: its context and what it removes. */
  private static List<String> expected(Path patch, String file, int start) {
    return PatchFiles.read(List.of(patch)).stream()
        .flatMap(one -> one.files().stream())
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
