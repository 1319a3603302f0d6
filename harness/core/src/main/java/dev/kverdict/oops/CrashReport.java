package dev.kverdict.oops;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One crash as the kernel printed it.
 *
 * @param title the title in the field's convention, such as {@code kernel BUG in f}
 * @param alternatives further titles under which the same crash is known, often none
 * @param function the function the title names, or null where none was found
 * @param source {@code file:line} as the console has it, or null
 * @param corrupted whether the report is cut or mixed, so that its title cannot be trusted
 * @param panicked whether the kernel panicked because of it
 * @param offset where the report's first line starts, in bytes from the start of the console
 * @param text the report's lines, shortened at {@value #MAX_LINES} lines
 */
public record CrashReport(
    String title,
    List<String> alternatives,
    @Nullable String function,
    @Nullable String source,
    boolean corrupted,
    boolean panicked,
    long offset,
    List<String> text) {

  /** The number of lines of a report that are kept. */
  public static final int MAX_LINES = 400;

  public CrashReport {
    Objects.requireNonNull(title, "title");
    alternatives = List.copyOf(alternatives);
    text = List.copyOf(text);
  }

  /** Whether this crash and one known by any of the given titles are the same bug by name. */
  public boolean meets(List<String> titles) {
    return titles.contains(title) || alternatives.stream().anyMatch(titles::contains);
  }
}
