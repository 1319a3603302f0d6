package dev.kverdict.sketch;

import dev.kverdict.model.ConfigWord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reproducer takes, as far as its text tells.
 *
 * @param libs libraries to link, by the names that follow {@code -l}
 * @param cflags further options of the compiler
 * @param bits32 whether it is a program of 32 bits
 * @param packages Debian packages whose programs it calls; null if it calls none
 * @param mounts types of the file systems that it mounts itself
 * @param disks disks that it opens itself, by their serial numbers or device names
 * @param words what a kernel needs beside the usual, where one is built
 * @param habits what else it does, in words that follow its name
 */
public record Needs(
    List<String> libs,
    List<String> cflags,
    boolean bits32,
    @Nullable List<String> packages,
    List<String> mounts,
    List<String> disks,
    List<ConfigWord> words,
    List<String> habits) {

  private static final String DYNAMIC = "needs shared libraries";

  /** Returns what a binary takes, whose text tells nothing more. */
  static Needs ofBinary(boolean dynamic, boolean bits32) {
    return new Needs(
        List.of(),
        List.of(),
        bits32,
        dynamic ? List.of() : null,
        List.of(),
        List.of(),
        List.of(),
        dynamic ? List.of(DYNAMIC) : List.of());
  }

  public Needs {
    libs = List.copyOf(libs);
    cflags = List.copyOf(cflags);
    packages = packages == null ? null : List.copyOf(packages);
    mounts = List.copyOf(mounts);
    disks = List.copyOf(disks);
    words = List.copyOf(words);
    habits = List.copyOf(habits);
  }

  /** Returns what is worth saying of it, for a person; empty if there is nothing. */
  public List<String> said() {
    List<String> said = new ArrayList<>();
    if (bits32) {
      said.add("is of 32 bits");
    }
    if (!libs.isEmpty()) {
      said.add("is linked with " + String.join(", ", libs));
    }
    if (!mounts.isEmpty()) {
      said.add("mounts " + String.join(", ", mounts) + " itself");
    }
    said.addAll(habits);
    if (!disks.isEmpty()) {
      said.add("opens the disk " + String.join(", ", disks));
    }
    if (packages != null && !(packages.isEmpty() && habits.contains(DYNAMIC))) {
      said.add(
          "calls other programs"
              + (packages.isEmpty() ? "" : ", of " + String.join(", ", packages)));
    }
    return said;
  }
}
