package dev.kverdict.record;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a patch changed was executed by a reproducer, counted in trials of their own.
 *
 * @param answer the answer
 * @param how how it was found, or why it was not; one line for a person
 * @param places each place that the patch changes, with its counts
 */
public record Reached(Answer answer, String how, List<Place> places) {

  /** Nothing was counted. */
  public static final Reached NOT_MEASURED = new Reached(Answer.NOT_MEASURED, "", List.of());

  /** The answers. */
  public enum Answer {
    /** At least one changed line ran; for what only deletes, its function was entered. */
    YES("yes"),
    /** Every place was watched and none ran. */
    NO("no"),
    /** None ran, and not every place could be watched: headers, macros, data. */
    NOT_MEASURABLE("not measurable"),
    /** No trial counted, or the one that did came out differently from the others. */
    NOT_MEASURED("not measured");

    private final String word;

    Answer(String word) {
      this.word = word;
    }

    /** As reports write it. */
    public String word() {
      return word;
    }
  }

  /**
   * A place and how often it ran in one trial.
   *
   * @param label file, line and size of the change
   * @param control executions on the control of what the patch removes, or of the line nearest to
   *     where it adds; null when not known
   * @param patched executions on the patched kernel of what it adds, or of the line nearest to
   *     where it removes; null when not known
   * @param note what is particular about it; often empty
   */
  public record Place(String label, @Nullable Long control, @Nullable Long patched, String note) {}

  public Reached {
    Objects.requireNonNull(answer, "answer");
    Objects.requireNonNull(how, "how");
    places = List.copyOf(places);
  }

  /** The answer and how it was found. */
  public String summary() {
    return how.isEmpty() ? answer.word() : answer.word() + " (" + how + ")";
  }
}
