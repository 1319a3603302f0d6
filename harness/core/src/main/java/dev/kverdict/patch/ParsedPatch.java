package dev.kverdict.patch;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One patch: a plain diff, or a mail with one.
 *
 * @param mail the mail it came in
 * @param files the files it changes; none for the cover letter of a series
 * @param text the diff with its surroundings, decoded to bytes and held as ISO 8859-1: nothing is
 *     lost, whatever the encoding of the sources
 */
public record ParsedPatch(Optional<Mail> mail, List<ChangedFile> files, String text) {

  private static final Pattern LINE_END = Pattern.compile("\n");

  /** An id of zeros only stands for no file (git-diff, "index"). */
  private static final Pattern INDEX =
      Pattern.compile("index (?!0+\\.)([0-9a-f]{7,64})\\.\\.[0-9a-f]{7,64}( \\d+)?");

  public ParsedPatch {
    files = List.copyOf(files);
  }

  /** Returns every path that it names, old and new. */
  public SortedSet<String> paths() {
    SortedSet<String> paths = new TreeSet<>();
    for (ChangedFile file : files) {
      paths.add(file.oldPath());
      paths.add(file.newPath());
    }
    paths.remove("");
    return paths;
  }

  /**
   * Returns the ids that git gives to the versions for which it was made, by the paths of the
   * files; often abbreviated, and only of files that a diff of git names.
   */
  public SortedMap<String, String> bases() {
    SortedMap<String, String> bases = new TreeMap<>();
    String path = "";
    for (String line : LINE_END.split(text, -1)) {
      Optional<GitLine> git = GitLine.of(line);
      Matcher index = INDEX.matcher(line);
      if (git.isPresent()) {
        path = PathPrefix.strip(git.get().before(), PathPrefix.USUAL);
      } else if (index.matches() && !path.isEmpty()) {
        bases.put(path, index.group(1));
        path = "";
      }
    }
    return bases;
  }

  /**
   * Returns the diff without the context at the edges of its hunks; empty if it does more than to
   * change lines of existing files.
   */
  public Optional<String> withoutContext() {
    // "\\ No newline at end of file" is no line of a hunk.
    return text.contains("\n\\ ") ? Optional.empty() : BareHunks.of(files);
  }

  /** Returns the most lines of context at an edge of a hunk. */
  public int mostContext() {
    int most = 0;
    for (ChangedFile file : files) {
      for (Hunk hunk : file.hunks()) {
        most = Math.max(most, hunk.context());
      }
    }
    return most;
  }
}
