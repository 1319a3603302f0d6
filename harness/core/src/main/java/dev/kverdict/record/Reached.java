package dev.kverdict.record;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts of separate trials that say whether a reproducer executed what a patch changed.
 *
 * @param answer the answer
 * @param how the method, or the reason why there is no answer; one line for a person
 * @param places each place that the patch changes, with its counts
 */
public record Reached(Answer answer, String how, List<Place> places) {

  /** Nothing was counted. */
  public static final Reached NOT_MEASURED = new Reached(Answer.NOT_MEASURED, "", List.of());

  /** The answers. */
  public enum Answer {
    /** At least one changed line ran; for a pure deletion, its function was entered. */
    YES("yes"),
    /** Every place was watched and none ran. */
    NO("no"),
    /** None ran, and not every place could be watched: headers, macros, data. */
    NOT_MEASURABLE("not measurable"),
    /** No trial counted, or the one that did had another outcome than the others. */
    NOT_MEASURED("not measured");

    private final String word;

    Answer(String word) {
      this.word = word;
    }

    /** Returns the answer for reports. */
    public String word() {
      return word;
    }
  }

  /**
   * A place and its executions in one trial.
   *
   * @param label file, line and size of the change
   * @param control executions on the control of the lines that the patch removes, or of the line
   *     nearest to its additions; null when not known
   * @param patched executions on the patched kernel of the lines that it adds, or of the line
   *     nearest to its deletions; null when not known
   * @param note a remark about the place; often empty
   */
  public record Place(String label, @Nullable Long control, @Nullable Long patched, String note) {}

  public Reached {
    Objects.requireNonNull(answer, "answer");
    Objects.requireNonNull(how, "how");
    places = List.copyOf(places);
  }

  /** Returns the answer and how it was found. */
  public String summary() {
    return how.isEmpty() ? answer.word() : answer.word() + " (" + how + ")";
  }
}
