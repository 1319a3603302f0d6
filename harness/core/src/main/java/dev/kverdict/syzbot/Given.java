package dev.kverdict.syzbot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a person adds to a report. Files take the place of what the report names.
 *
 * @param title words of the title, if the file has several reports; may be empty
 * @param repro the reproducer, or null
 * @param config the kernel's configuration, or null
 * @param image a disk image for the reproducer, or null
 * @param tree a git repository on this machine that has the kernel, or null
 */
public record Given(
    String title,
    @Nullable Path repro,
    @Nullable Path config,
    @Nullable Path image,
    @Nullable Path tree) {

  /** Nothing. */
  public static final Given NOTHING = new Given("", null, null, null, null);
}
