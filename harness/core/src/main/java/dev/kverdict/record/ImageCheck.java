package dev.kverdict.record;

import dev.kverdict.witness.Complaint;
import java.util.List;
import java.util.Objects;

/**
 * The report of a file system's own checker on the image after a trial.
 *
 * @param tool the checker's name
 * @param complaints its complaints; empty when the image is fine
 */
public record ImageCheck(String tool, List<Complaint> complaints) {

  public ImageCheck {
    Objects.requireNonNull(tool, "tool");
    complaints = List.copyOf(complaints);
  }
}
