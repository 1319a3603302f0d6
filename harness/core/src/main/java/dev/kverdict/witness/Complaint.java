package dev.kverdict.witness;

import java.util.Objects;

/**
 * A complaint of a file system's checker.
 *
 * @param title the complaint, with its numbers masked
 * @param text the first line of this kind as it was printed
 * @param count the number of lines of this kind
 */
public record Complaint(String title, String text, int count) {

  public Complaint {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
  }
}
