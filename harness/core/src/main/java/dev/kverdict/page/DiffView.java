package dev.kverdict.page;

import dev.kverdict.UserError;
import dev.kverdict.patch.ChangedFile;
import dev.kverdict.patch.Hunk;
import dev.kverdict.patch.HunkLine;
import dev.kverdict.patch.ParsedPatch;
import dev.kverdict.patch.PatchReader;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.Reached;
import dev.kverdict.run.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A patch as it is shown, with the counts of its places in the margin.
 *
 * @param files the files that it changes
 * @param more the number of lines that are left out
 */
record DiffView(List<File> files, int more) {

  /** More lines of a patch are not shown. */
  private static final int MOST_LINES = 2000;

  /** As {@code patch.Places}: changes with at most this many lines between them form one place. */
  private static final int NEAR = 6;

  private static final Pattern LABEL = Pattern.compile("(.*):\\d+ \\(\\+(\\d+) -(\\d+)\\)");

  /** The change to a file. */
  record File(String path, boolean binary, List<Row> rows) {}

  /**
   * A line of a hunk, or the border between two.
   *
   * @param kind its kind, or null for a border
   * @param number its number after the patch; before it if it is removed; 0 for a border
   * @param counts the counts of the place that begins here
   * @param span the number of lines beside the part of the margin that begins here; else 0
   */
  record Row(HunkLine.@Nullable Kind kind, int number, String text, List<Count> counts, int span) {

    private Row with(List<Count> itsCounts) {
      return new Row(kind, number, text, itsCounts, span);
    }

    private Row spanning(int lines) {
      return new Row(kind, number, text, counts, lines);
    }

    /** Returns the sign before the line. */
    String sign() {
      return kind == null
          ? ""
          : switch (kind) {
            case ADDED -> "+";
            case REMOVED -> "−";
            case CONTEXT -> "";
          };
    }

    /** Returns the class of the line in the style sheet. */
    String style() {
      return kind == null ? "hunk" : Words.of(kind);
    }

    private boolean changed() {
      return kind == HunkLine.Kind.ADDED || kind == HunkLine.Kind.REMOVED;
    }
  }

  /** The executions of a place in one trial of a program, without and with the patch. */
  record Count(
      String program, @Nullable Long control, @Nullable Long patched, String label, String note) {

    /** Returns the counts: {@code 1 → 3}. */
    String text() {
      return (control == null ? "?" : control) + " → " + (patched == null ? "?" : patched);
    }

    /** Returns whether the place did not run where that counts. */
    boolean never() {
      return patched != null && patched == 0;
    }
  }

  /** The places that one cell counted. */
  record Counted(String program, List<Reached.Place> places) {}

  DiffView {
    files = List.copyOf(files);
  }

  /** Reads a patch from the run's directory; empty if it is not there, as in older runs. */
  static Optional<DiffView> read(RunFiles files, String name, List<Counted> counted) {
    String folder = RunFolder.PATCHES + "/" + name;
    List<ParsedPatch> patches = new ArrayList<>();
    for (String number : numbers(files, folder)) {
      for (String file : files.names(folder + "/" + number)) {
        files
            .small(folder + "/" + number + "/" + file, PatchSet.MOST_BYTES)
            .ifPresent(found -> patches.addAll(parsed(found)));
      }
    }
    return patches.isEmpty() ? Optional.empty() : Optional.of(of(patches, counted));
  }

  private static List<String> numbers(RunFiles files, String folder) {
    return files.names(folder).stream()
        .filter(name -> name.matches("\\d{1,5}"))
        .sorted(Comparator.comparing(Integer::valueOf))
        .toList();
  }

  private static List<ParsedPatch> parsed(Path file) {
    try {
      return PatchReader.read(Files.readAllBytes(file), "the patch");
    } catch (IOException | UserError e) {
      return List.of();
    }
  }

  private static DiffView of(List<ParsedPatch> patches, List<Counted> counted) {
    List<Margin> margins = counted.stream().map(Margin::new).toList();
    List<File> files = new ArrayList<>();
    int left = MOST_LINES;
    int more = 0;
    for (ParsedPatch patch : patches) {
      for (ChangedFile file : patch.files()) {
        List<Row> rows = rows(file, margins);
        int shown = Math.min(left, rows.size());
        files.add(new File(file.path(), file.binary(), spanned(rows.subList(0, shown))));
        left -= shown;
        more += rows.size() - shown;
      }
    }
    return new DiffView(files, more);
  }

  private static List<Row> rows(ChangedFile file, List<Margin> margins) {
    List<Row> rows = new ArrayList<>();
    int shift = 0;
    for (Hunk hunk : file.hunks()) {
      if (!rows.isEmpty()) {
        rows.add(new Row(null, 0, "", List.of(), 0));
      }
      int before = hunk.oldStart();
      for (HunkLine line : hunk.lines()) {
        boolean removed = line.kind() == HunkLine.Kind.REMOVED;
        rows.add(new Row(line.kind(), removed ? before : before + shift, utf8(line), List.of(), 0));
        before += line.kind() == HunkLine.Kind.ADDED ? 0 : 1;
        shift += line.kind() == HunkLine.Kind.ADDED ? 1 : removed ? -1 : 0;
      }
    }
    mark(rows, file.path(), margins);
    return rows;
  }

  /** Patches are held byte by byte. */
  private static String utf8(HunkLine line) {
    return new String(line.text().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Divides the margin: a part of it begins with the first line and with each place. */
  private static List<Row> spanned(List<Row> rows) {
    List<Row> spanned = new ArrayList<>(rows);
    int begin = 0;
    for (int i = 1; i <= rows.size(); i++) {
      if (i == rows.size() || !rows.get(i).counts().isEmpty()) {
        spanned.set(begin, rows.get(begin).spanning(i - begin));
        begin = i;
      }
    }
    return spanned;
  }

  /** Puts the counts beside the first line of each place. */
  private static void mark(List<Row> rows, String path, List<Margin> margins) {
    int first = -1;
    int last = -1;
    for (int i = 0; i <= rows.size(); i++) {
      boolean changed = i < rows.size() && rows.get(i).changed();
      boolean over = i == rows.size() || rows.get(i).kind() == null || i - last > NEAR + 1;
      if (first >= 0 && (over || (changed && i - last > NEAR))) {
        place(rows, first, last, path, margins);
        first = -1;
      }
      if (changed) {
        first = first < 0 ? i : first;
        last = i;
      }
    }
  }

  private static void place(
      List<Row> rows, int first, int last, String path, List<Margin> margins) {
    List<Row> group = rows.subList(first, last + 1);
    int added = (int) group.stream().filter(row -> row.kind() == HunkLine.Kind.ADDED).count();
    int removed = (int) group.stream().filter(row -> row.kind() == HunkLine.Kind.REMOVED).count();
    List<Count> counts =
        margins.stream().flatMap(margin -> margin.take(path, added, removed).stream()).toList();
    Row row = rows.get(first);
    rows.set(first, row.with(counts));
  }

  /** The places of a cell that are not beside a line yet. */
  private static final class Margin {

    private final String program;
    private final List<Reached.Place> left;

    Margin(Counted counted) {
      this.program = counted.program();
      this.left = new ArrayList<>(counted.places());
    }

    Optional<Count> take(String path, int added, int removed) {
      for (Reached.Place place : left) {
        Matcher label = LABEL.matcher(place.label());
        if (label.matches()
            && (path.equals(label.group(1)) || path.endsWith("/" + label.group(1)))
            && label.group(2).equals(Integer.toString(added))
            && label.group(3).equals(Integer.toString(removed))) {
          left.remove(place);
          return Optional.of(
              new Count(program, place.control(), place.patched(), place.label(), place.note()));
        }
      }
      return Optional.empty();
    }
  }
}
