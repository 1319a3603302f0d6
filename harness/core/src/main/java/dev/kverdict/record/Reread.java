package dev.kverdict.record;

import java.util.List;
import java.util.Objects;

/**
 * The comparison of the files as programs saw them last with what the disk holds.
 *
 * @param errno why it could not be made; empty when it was
 * @param differing the files that differ and how ({@code size}, {@code content}, {@code gone})
 */
public record Reread(String errno, List<String> differing) {

  public Reread {
    Objects.requireNonNull(errno, "errno");
    differing = List.copyOf(differing);
  }
}
