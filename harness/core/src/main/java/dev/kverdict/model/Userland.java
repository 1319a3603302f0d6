package dev.kverdict.model;

import java.util.List;

/**
 * The programs of a distribution that a program finds in its guest, instead of nothing at all.
 *
 * @param packages Debian packages beside those that every userland has, as {@code NAME} or {@code
 *     NAME=VERSION}
 */
public record Userland(List<String> packages) {

  /** The least that there is: a shell and what scripts usually call. */
  public static final Userland BASE = new Userland(List.of());

  public Userland {
    packages = List.copyOf(packages);
  }
}
