package dev.kverdict.verdict;

import dev.kverdict.patch.PatchedPlace;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Reached.Answer;
import dev.kverdict.text.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges whether a patch was reached, by the counts at its places. */
public final class ReachedPlaces {

  private ReachedPlaces() {}

  /**
   * The counts at a place.
   *
   * @param place the place
   * @param control executions without the patch; null if not counted
   * @param patched executions with the patch; null if not counted
   * @param entries for a place that only deletes, executions of its function with the patch
   */
  public record Counts(
      PatchedPlace place, @Nullable Long control, @Nullable Long patched, @Nullable Long entries) {

    /** Returns the count that decides: for a deletion, that of the function around it. */
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

  private static final String NO_CODE =
      "no code at these lines in the line tables, or the guest died before it was counted";

  /**
   * Judges the counts.
   *
   * @param objection why the patched side's counts cannot be used, or null
   */
  public static Reached judge(List<Counts> counts, @Nullable String objection) {
    String uncounted = objection == null ? NO_CODE : Printable.line(objection);
    List<Reached.Place> places = counts.stream().map(count -> count.shown(uncounted)).toList();
    if (objection != null) {
      return new Reached(Answer.NOT_MEASURED, Printable.line(objection), places);
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
