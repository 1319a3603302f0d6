package dev.kverdict.record;

import java.util.List;
import java.util.Objects;

/**
 * The comparison of the files, as programs saw them last, with the disk.
 *
 * @param errno the error that prevented it; empty if it was made
 * @param differing the files that differ and how ({@code size}, {@code content}, {@code gone})
 */
public record Reread(String errno, List<String> differing) {

  public Reread {
    Objects.requireNonNull(errno, "errno");
    differing = List.copyOf(differing);
  }
}
