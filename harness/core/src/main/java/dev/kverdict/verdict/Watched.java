package dev.kverdict.verdict;

import dev.kverdict.record.FailedCall;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Ran;
import dev.kverdict.text.Printable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a program did on the control that declares no steps and never failed there, from a trial in
 * which its system calls were watched. Such a trial counts for nothing: being watched slows a
 * program down.
 *
 * @param failed the system calls that failed, in order
 * @param lastWords the last line that it printed; empty if it printed none
 */
public record Watched(List<FailedCall> failed, String lastWords) {

  /** Nothing was watched. */
  public static final Watched NONE = new Watched(List.of(), "");

  /** A program that did something took longer, in ms, even where it was not emulated. */
  static final long AT_ONCE = 1000;

  private static final int MOST = 5;

  public Watched {
    failed = List.copyOf(failed);
  }

  /**
   * Returns why the program did not run, if that is what happened: on the control it ended by
   * itself, at once and without a word, in every trial, and it could not have what it asked for.
   */
  Optional<String> gaveUp(Trials control) {
    List<FailedCall> lacking = failed.stream().filter(FailedCall::lacks).toList();
    boolean silent = lastWords.isEmpty() && !lacking.isEmpty();
    return silent && control.outcomes().stream().allMatch(Watched::endedAtOnce)
        ? Optional.of(
            "on the control the program ended by itself at once, without a word, and never had what"
                + " it asked for: "
                + words(lacking))
        : Optional.empty();
  }

  private static boolean endedAtOnce(Outcome outcome) {
    Ran ran = outcome.ran();
    return outcome.kind() == Outcome.Kind.CLEAN
        && ran != null
        && ran.alone()
        && ran.millis() < AT_ONCE;
  }

  /** Returns a line for each thing that may tell why nothing happened. */
  public List<String> words() {
    return List.of(
            failed.isEmpty() ? "" : "its system calls that failed: " + words(failed),
            lastWords.isEmpty()
                ? ""
                : "the last line that it printed: " + Printable.ascii(lastWords))
        .stream()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static String words(List<FailedCall> calls) {
    String named = calls.stream().limit(MOST).map(Watched::words).collect(Collectors.joining(", "));
    return calls.size() > MOST ? named + " and " + (calls.size() - MOST) + " more" : named;
  }

  /** Returns {@code openat /dev/loop0: ENOENT}. */
  private static String words(FailedCall one) {
    String call = one.argument().isEmpty() ? one.call() : one.call() + " " + one.argument();
    return Printable.ascii(call + ": " + one.errno(), Printable.MOST);
  }
}
