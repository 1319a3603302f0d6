package dev.kverdict.verdict;

import dev.kverdict.patch.PatchedPlace;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Reached.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From counts at the places of a patch to whether it was reached. */
public final class ReachedPlaces {

  private ReachedPlaces() {}

  /**
   * What was counted at a place.
   *
   * @param place the place
   * @param control executions before the patch; null when not counted
   * @param patched executions after it; null when not counted
   * @param entries for a place that only deletes, executions of its function after the patch
   */
  public record Counts(
      PatchedPlace place, @Nullable Long control, @Nullable Long patched, @Nullable Long entries) {

    /** What decides: for a deletion nothing of the patch is left but its function. */
    @Nullable Long decisive() {
      return place.deletion() && entries != null ? entries : patched;
    }

    Reached.Place shown(String otherwise) {
      return new Reached.Place(place.label(), control, patched, note(otherwise));
    }

    private String note(String otherwise) {
      if (!place.measurable()) {
        return "not measurable: " + place.notMeasurable();
      }
      if (place.deletion() && entries != null) {
        return "only deletes; " + place.function() + " entered: " + (entries > 0 ? "yes" : "no");
      }
      return patched == null ? otherwise : "";
    }
  }

  private static final String NO_CODE = "no code at these lines in the line tables";

  /**
   * The answer.
   *
   * @param objection why the patched side's counts cannot be used, or null
   */
  public static Reached judge(List<Counts> counts, @Nullable String objection) {
    String uncounted = objection == null ? NO_CODE : OneLine.of(objection);
    List<Reached.Place> places = counts.stream().map(count -> count.shown(uncounted)).toList();
    if (objection != null) {
      return new Reached(Answer.NOT_MEASURED, OneLine.of(objection), places);
    }
    List<Counts> ran = new ArrayList<>();
    List<Counts> unknown = new ArrayList<>();
    for (Counts count : counts) {
      Long hits = count.decisive();
      if (hits == null) {
        unknown.add(count);
      } else if (hits > 0) {
        ran.add(count);
      }
    }
    if (!ran.isEmpty()) {
      Counts first = ran.get(0);
      return new Reached(
          Answer.YES,
          "%d of %d places ran, %s %d times in one trial"
              .formatted(ran.size(), counts.size(), first.place().label(), first.decisive()),
          places);
    }
    return unknown.isEmpty()
        ? new Reached(
            Answer.NO, "no changed line ran, %d places watched".formatted(counts.size()), places)
        : new Reached(Answer.NOT_MEASURABLE, unknown.get(0).note(NO_CODE), places);
  }
}
