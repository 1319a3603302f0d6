package dev.kverdict.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Groups the changes to one file into places, as a diff with three lines of context does. */
record Places(FileChange file) {

  /** Changes with at most this many lines between them form one place. */
  private static final int NEAR = 6;

  static List<PatchedPlace> of(FileChange file) {
    return new Places(file).all();
  }

  private List<PatchedPlace> all() {
    List<PatchedPlace> places = new ArrayList<>();
    List<FileChange.Row> group = new ArrayList<>();
    int quiet = 0;
    for (FileChange.Row row : file.rows()) {
      if (row.changed()) {
        group.add(row);
        quiet = 0;
      } else if (!group.isEmpty() && ++quiet > NEAR) {
        places.add(place(group));
        group = new ArrayList<>();
      }
    }
    if (!group.isEmpty()) {
      places.add(place(group));
    }
    return places;
  }

  private PatchedPlace place(List<FileChange.Row> group) {
    NavigableSet<Integer> olds = new TreeSet<>();
    NavigableSet<Integer> news = new TreeSet<>();
    int removed = 0;
    for (FileChange.Row row : group) {
      boolean added = row.kind() == HunkLine.Kind.ADDED;
      removed += added ? 0 : 1;
      if (added && file.now(row.after()).kind() == SourceLine.Kind.CODE) {
        news.add(row.after());
      } else if (!added && file.old(row.before()).kind() == SourceLine.Kind.CODE) {
        olds.add(row.before());
      }
    }
    FileChange.Row first = group.get(0);
    boolean deletion = news.isEmpty();
    String reason = olds.isEmpty() && news.isEmpty() ? reason(group) : fileReason();
    if (reason.isEmpty() && news.isEmpty()) {
      nearest(file.after(), first.after()).forEach(news::add);
    }
    if (reason.isEmpty() && olds.isEmpty()) {
      nearest(file.before(), first.before()).forEach(olds::add);
    }
    String label =
        "%s:%d (+%d -%d)".formatted(file.path(), first.after(), group.size() - removed, removed);
    return new PatchedPlace(file.path(), label, function(group), olds, news, deletion, reason);
  }

  private @Nullable String function(List<FileChange.Row> group) {
    return group.stream()
        .map(row -> line(row).function())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private SourceLine line(FileChange.Row row) {
    return row.kind() == HunkLine.Kind.ADDED ? file.now(row.after()) : file.old(row.before());
  }

  /** Returns the next line of the same function that may run, or else the previous one. */
  private static Stream<Integer> nearest(List<SourceLine> lines, int at) {
    return Stream.concat(
            IntStream.rangeClosed(at, lines.size()).boxed(),
            IntStream.iterate(Math.min(at, lines.size()), i -> i > 0, i -> i - 1).boxed())
        .filter(i -> lines.get(i - 1).kind() == SourceLine.Kind.CODE)
        .filter(i -> sameFunction(lines, at, i))
        .limit(1);
  }

  private static boolean sameFunction(List<SourceLine> lines, int at, int other) {
    String here = at <= lines.size() ? lines.get(at - 1).function() : null;
    return here != null && here.equals(lines.get(other - 1).function());
  }

  private String fileReason() {
    return file.isC() ? "" : "no C file";
  }

  private String reason(List<FileChange.Row> group) {
    if (!file.isC()) {
      return file.path().endsWith(".h") ? "a header" : "no C file";
    }
    List<SourceLine.Kind> kinds =
        group.stream().map(row -> line(row).kind()).distinct().sorted().toList();
    if (kinds.contains(SourceLine.Kind.MACRO)) {
      return "a macro";
    }
    if (kinds.contains(SourceLine.Kind.DATA)) {
      return "data or declarations";
    }
    return kinds.contains(SourceLine.Kind.FRAME) ? "no statement" : "comments only";
  }
}
