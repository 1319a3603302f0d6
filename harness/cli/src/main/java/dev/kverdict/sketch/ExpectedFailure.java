package dev.kverdict.sketch;

import dev.kverdict.UserError;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.syzbot.Detectors;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The failure that is looked for.
 *
 * @param crash the title of the kernel's report; null for whatever the control shows first
 * @param whence who says so; empty if nobody does
 */
public record ExpectedFailure(@Nullable String crash, String whence) {

  private static final int MOST = 200;

  /**
   * Returns what a person says about it.
   *
   * @param title what {@code --title} says, or null
   * @param report what {@code --report} names, or null
   * @throws UserError if that is no title, or the report has none
   */
  public static ExpectedFailure of(@Nullable String title, @Nullable ReportedCrash report) {
    if (title != null) {
      if (title.isBlank() || title.length() > MOST || !title.matches("\\P{Cntrl}+")) {
        throw new UserError("--title", "is no title of a crash", "copy the one of the report");
      }
      return new ExpectedFailure(title.strip(), "--title");
    }
    return report == null
        ? new ExpectedFailure(null, "")
        : new ExpectedFailure(report.title(), String.valueOf(report.file()));
  }

  /** Returns what a kernel needs to see this crash, if its title tells. */
  public Optional<ConfigWord> detector() {
    return crash == null ? Optional.empty() : Detectors.of(crash);
  }
}
