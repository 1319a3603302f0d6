package dev.kverdict.build;

import dev.kverdict.HostIo;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.patch.ChangedFile;
import dev.kverdict.patch.PatchSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Merges a patch into a source for which it was not made: the patch is applied to the version for
 * which it was, and what that changes is merged with what else is different in the source.
 */
record ThreeWay(Lane lane, PatchSet.Unpacked patch) {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /**
   * What came of it.
   *
   * @param files the merged files by their paths in the source; empty unless all are merged
   * @param why why they are not, or what a person could do; a line each
   */
  record Merged(SortedMap<String, Path> files, List<String> why) {

    static Merged none(String... why) {
      return new Merged(new TreeMap<>(), List.of(why));
    }

    boolean clean() {
      return !files.isEmpty();
    }
  }

  /** Merges beside the patch's file; the source is only read. */
  Merged merge(Path source) {
    SortedMap<String, String> bases = patch.patch().bases();
    if (bases.isEmpty()) {
      return Merged.none();
    }
    if (patch.options().versions().isEmpty()) {
      return Merged.none(
          "or merge it with the version that it was made for: --3way, with its repository as"
              + " --tree");
    }
    Path work = patch.file().resolveSibling("3way");
    return HostIo.get("cannot merge " + patch.file(), () -> merge(source, bases, work));
  }

  private Merged merge(Path source, SortedMap<String, String> bases, Path work) throws IOException {
    for (ChangedFile file : patch.patch().files()) {
      String version = patch.options().versions().get(bases.getOrDefault(file.oldPath(), ""));
      boolean there = Files.isRegularFile(source.resolve(file.path()), LinkOption.NOFOLLOW_LINKS);
      if (file.binary() || !file.oldPath().equals(file.newPath()) || !there || version == null) {
        return Merged.none(
            "it cannot be merged in three ways: "
                + file.path()
                + " is new, gone, renamed, binary,"
                + " or not in the repository");
      }
      write(work.resolve("base").resolve(file.path()), version);
      write(work.resolve("theirs").resolve(file.path()), version);
      Path ours = write(work.resolve("ours").resolve(file.path()), "");
      Files.write(ours, Files.readAllBytes(source.resolve(file.path())));
    }
    Path theirs = work.resolve("theirs");
    CommandResult applied =
        lane.run(
            Command.of(theirs, "git", "apply", "-p1", "--whitespace=nowarn", "" + patch.file())
                .reading(patch.file())
                .writing(theirs)
                .withEnvironment(Map.of("GIT_CEILING_DIRECTORIES", work.toString()))
                .within(LIMIT));
    if (!applied.ok()) {
      return Merged.none("it does not apply to the version that it names: " + applied.summary());
    }
    return mergeFiles(work);
  }

  private Merged mergeFiles(Path work) {
    SortedMap<String, Path> merged = new TreeMap<>();
    List<String> conflicts = new ArrayList<>();
    for (String path : patch.patch().paths()) {
      Path ours = work.resolve("ours").resolve(path);
      Path base = work.resolve("base").resolve(path);
      Path theirs = work.resolve("theirs").resolve(path);
      CommandResult result =
          lane.run(
              Command.of(work, "git", "merge-file", "-q", "" + ours, "" + base, "" + theirs)
                  .reading(base, theirs)
                  .writing(ours)
                  .within(LIMIT));
      if (result.ok()) {
        merged.put(path, ours);
      } else {
        conflicts.add("merging it in three ways leaves a conflict in " + path);
      }
    }
    return conflicts.isEmpty()
        ? new Merged(merged, List.of())
        : new Merged(new TreeMap<>(), conflicts);
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(PlainFiles.parent(file));
    return Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }
}
