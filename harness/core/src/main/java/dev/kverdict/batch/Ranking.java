package dev.kverdict.batch;

import dev.kverdict.record.Candidate;
import dev.kverdict.record.RankedCandidate;
import dev.kverdict.record.VerdictClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders the candidates of a batch: those that pass first, then those that may, then those that
 * fail, by what they fail by, and at last what was not judged. A candidate that is the same as
 * another one follows it and shares its rank.
 */
public final class Ranking {

  private static final List<VerdictClass> CLASSES =
      List.of(VerdictClass.PASS, VerdictClass.UNDECIDED, VerdictClass.ERROR, VerdictClass.FAIL);

  /** What fails by the same stands together: what needs trials to be found out before the rest. */
  private static final Comparator<Candidate.Judged> BY_FAILURE =
      Comparator.comparing(Candidate.Judged::verdict, Comparator.reverseOrder())
          .thenComparing(Candidate.Judged::repro);

  private static final Comparator<Candidate> ORDER =
      Comparator.comparing((Candidate candidate) -> candidate.kernel().isEmpty())
          .thenComparing(Candidate::kernel)
          .thenComparingInt(Ranking::group)
          .thenComparing(Ranking::byFailure);

  private Ranking() {}

  /** Returns the candidates in the order of their ranks; equal ones in the order of the batch. */
  public static List<RankedCandidate> of(List<Candidate> candidates) {
    Map<String, List<Candidate>> same = new HashMap<>();
    Map<String, Candidate> own = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      if (candidate.standing() instanceof Candidate.Duplicate duplicate) {
        same.computeIfAbsent(key(candidate.kernel(), duplicate.of()), k -> new ArrayList<>())
            .add(candidate);
      } else {
        own.put(key(candidate.kernel(), candidate.patch()), candidate);
      }
    }
    List<RankedCandidate> ranked = new ArrayList<>();
    int place = 0;
    String kernel = "";
    for (Candidate candidate : own.values().stream().sorted(ORDER).toList()) {
      place = candidate.kernel().equals(kernel) ? place : 0;
      kernel = candidate.kernel();
      int rank = candidate.standing() instanceof Candidate.Judged ? ++place : 0;
      ranked.add(new RankedCandidate(rank, candidate, candidate));
      follow(candidate, candidate, rank, same, ranked);
    }
    return ranked;
  }

  /** What is the same as a candidate may itself have others that are the same as it. */
  private static void follow(
      Candidate named,
      Candidate counts,
      int rank,
      Map<String, List<Candidate>> same,
      List<RankedCandidate> ranked) {
    List<Candidate> mine =
        new ArrayList<>(same.getOrDefault(key("", named.patch()), List.of())); // on every kernel
    if (!named.kernel().isEmpty()) {
      mine.addAll(same.getOrDefault(key(named.kernel(), named.patch()), List.of()));
    }
    for (Candidate duplicate : mine) {
      ranked.add(new RankedCandidate(rank, duplicate, counts));
      follow(duplicate, counts, rank, same, ranked);
    }
  }

  private static String key(String kernel, String patch) {
    return kernel + "/" + patch;
  }

  private static int group(Candidate candidate) {
    if (candidate.standing() instanceof Candidate.Judged judged) {
      return CLASSES.indexOf(judged.result());
    }
    return CLASSES.size() + (candidate.standing() instanceof Candidate.NotReached ? 0 : 1);
  }

  private static int byFailure(Candidate one, Candidate two) {
    return one.standing() instanceof Candidate.Judged first
            && two.standing() instanceof Candidate.Judged second
            && first.result() != VerdictClass.PASS
        ? BY_FAILURE.compare(first, second)
        : 0;
  }

  /**
   * Returns the exit code of a batch. If a number of good candidates was asked for and is there, it
   * is 0. Otherwise it is that of any run: 1 for a fail, 4 for an error, 3 for what is undecided or
   * was not judged, 0 if all pass; the first that applies.
   *
   * @param stopAt the number of good candidates that was asked for, or 0
   */
  public static int exitCode(List<RankedCandidate> ranked, int stopAt) {
    if (stopAt > 0 && passes(ranked) >= stopAt) {
      return 0;
    }
    VerdictClass worst =
        ranked.stream()
            .map(one -> one.judged().map(Candidate.Judged::result).orElse(VerdictClass.UNDECIDED))
            .max(Comparator.naturalOrder())
            .orElse(VerdictClass.ERROR);
    return switch (worst) {
      case PASS -> 0;
      case UNDECIDED -> 3;
      case ERROR -> 4;
      case FAIL -> 1;
    };
  }

  /** Returns how many different candidates pass on every kernel that they were judged on. */
  private static long passes(List<RankedCandidate> ranked) {
    Map<String, Boolean> all = new HashMap<>();
    for (RankedCandidate one : ranked) {
      if (one.candidate().equals(one.counts())) {
        boolean pass = one.result().equals(VerdictClass.PASS.name());
        all.merge(one.candidate().patch(), pass, Boolean::logicalAnd);
      }
    }
    return all.values().stream().filter(pass -> pass).count();
  }
}
