package dev.kverdict.witness;

import java.util.Objects;

/**
 * What a file system's checker complains about.
 *
 * @param title the complaint, with its numbers masked
 * @param text the first line of this kind as it was printed
 * @param count how many lines of this kind there were
 */
public record Complaint(String title, String text, int count) {

  public Complaint {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
  }
}
