package dev.kverdict.oops;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names by which a report answers: its kinds with each function near its top, its kinds with
 * its place, and its own titles.
 *
 * @param report the report
 * @param own its titles
 * @param near the functions near its top
 */
record ReportNames(CrashReport report, List<WrittenTitle> own, Set<String> near) {

  ReportNames {
    own = List.copyOf(own);
    near = Set.copyOf(near);
  }

  static ReportNames of(CrashReport report) {
    return new ReportNames(
        report,
        Stream.concat(Stream.of(report.title()), report.alternatives().stream())
            .map(WrittenTitle::of)
            .toList(),
        NearFrames.of(report));
  }

  /** Returns whether the report answers to a title. */
  boolean include(WrittenTitle title) {
    return own.stream().anyMatch(name -> isOneOf(title, name));
  }

  private boolean isOneOf(WrittenTitle title, WrittenTitle name) {
    if (title.equals(name)) {
      return true;
    }
    Set<String> kinds = new HashSet<>(SameKinds.answeredBy(name.kind()));
    kinds.addAll(SameKinds.hinted(name.kind(), report.text()));
    if (!kinds.contains(title.kind())) {
      return false;
    }
    String function = title.function();
    if (function != null) {
      return function.equals(name.function())
          || (name.function() != null && near.contains(function));
    }
    return title.place() == null ? name.function() == null : title.isAt(report.source());
  }

  /** Returns whether the report answers to any of these titles. */
  boolean includeAny(List<String> titles) {
    return titles.stream().map(WrittenTitle::of).anyMatch(this::include);
  }
}
