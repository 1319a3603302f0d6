package dev.kverdict.patch;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One patch: a plain diff, or a mail with one.
 *
 * @param mail the mail it came in
 * @param files the files it changes; none for the cover letter of a series
 * @param text the diff with its surroundings, decoded to bytes and held as ISO 8859-1: nothing is
 *     lost, whatever the encoding of the sources
 */
public record ParsedPatch(Optional<Mail> mail, List<ChangedFile> files, String text) {

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
