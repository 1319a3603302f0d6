package dev.kverdict.report;

import dev.kverdict.record.Candidate;
import dev.kverdict.record.RankedCandidate;
import dev.kverdict.record.RunFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats the candidates of a batch, in the order of their ranks, for a terminal. */
public final class BatchTable {

  private static final int WIDTH = 80;
  private static final int MOST_NAME = 30;

  /** As long as the longest: {@code not judged}, {@code UNDECIDED}. */
  private static final int RESULT = 10;

  private static final String GAP = "  ";

  private final StringBuilder text = new StringBuilder();
  private final boolean kernels;
  private final int names;

  private BatchTable(List<RankedCandidate> ranked) {
    this.kernels =
        ranked.stream()
                .map(one -> one.candidate().kernel())
                .filter(kernel -> !kernel.isEmpty())
                .distinct()
                .count()
            > 1;
    this.names =
        ranked.stream()
            .mapToInt(one -> name(one.candidate()).length())
            .filter(length -> length <= MOST_NAME)
            .max()
            .orElse("candidate".length());
  }

  /** Returns the table, with the counts of results below it. */
  public static String of(List<RankedCandidate> ranked, RunFacts facts) {
    return new BatchTable(ranked).write(ranked, facts);
  }

  private String write(List<RankedCandidate> ranked, RunFacts facts) {
    row("rank", "candidate", "result", "why");
    text.append("-".repeat(WIDTH)).append('\n');
    for (RankedCandidate one : ranked) {
      row(
          one.rank() == 0 ? "-" : Integer.toString(one.rank()),
          name(one.candidate()),
          one.result(),
          PlainText.of(one.reason()));
    }
    text.append('\n').append(counts(ranked)).append('\n');
    text.append(
        "%d trials run, %d judged again from the store; %s, %s s%n"
            .formatted(
                facts.trialsRun(),
                facts.trialsFromStore(),
                PlainText.of(facts.acceleratorWords()),
                facts.seconds()));
    text.append("evidence: %s%n".formatted(PlainText.of(facts.folder())));
    return text.toString();
  }

  /** Returns how many candidates there are of each result: {@code 6 candidates: 1 PASS, 5 FAIL}. */
  static String counts(List<RankedCandidate> ranked) {
    Map<String, Long> counts =
        ranked.stream()
            .collect(
                Collectors.groupingBy(
                    RankedCandidate::result, LinkedHashMap::new, Collectors.counting()));
    long same =
        ranked.stream()
            .filter(one -> one.candidate().standing() instanceof Candidate.Duplicate)
            .count();
    return "%d candidate%s: %s%s"
        .formatted(
            ranked.size(),
            ranked.size() == 1 ? "" : "s",
            counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", ")),
            same == 0 ? "" : "; %d of them the same as another one".formatted(same));
  }

  private String name(Candidate candidate) {
    boolean named = kernels && !candidate.kernel().isEmpty();
    return PlainText.of((named ? candidate.kernel() + "/" : "") + candidate.patch());
  }

  private void row(String rank, String name, String result, String why) {
    String head = "%4s%s%-" + names + "s%s%-" + RESULT + "s%s";
    String indent = " ".repeat(4 + GAP.length() + names + GAP.length() + RESULT + GAP.length());
    boolean fits = name.length() <= names;
    if (!fits) {
      text.append("%4s%s%s%n".formatted(rank, GAP, name));
    }
    String begin = head.formatted(fits ? rank : "", GAP, fits ? name : "", GAP, result, GAP);
    for (String line : VerdictTable.wrap(why, WIDTH - indent.length())) {
      text.append((begin + line).stripTrailing()).append('\n');
      begin = indent;
    }
  }
}
