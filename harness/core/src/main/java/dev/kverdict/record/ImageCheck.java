package dev.kverdict.record;

import dev.kverdict.witness.Complaint;
import java.util.List;
import java.util.Objects;

/**
 * What a file system's own checker said about the image after a trial.
 *
 * @param tool the checker's name
 * @param complaints what it complains about, empty when all is well
 */
public record ImageCheck(String tool, List<Complaint> complaints) {

  public ImageCheck {
    Objects.requireNonNull(tool, "tool");
    complaints = List.copyOf(complaints);
  }
}
