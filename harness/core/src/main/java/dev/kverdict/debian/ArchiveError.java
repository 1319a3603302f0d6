package dev.kverdict.debian;

import dev.kverdict.host.CommandResult;
import java.util.List;

/**
 * Apt could not answer, or not download: its lists may be old, or the archive out of reach. {@link
 * PackageSupply} knows what else to try, so nobody outside of this package sees one.
 */
public final class ArchiveError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what what was tried
   */
  ArchiveError(String what, CommandResult result) {
    super(what + ": " + words(result));
  }

  /** What apt says last of what went wrong, or how it ended. */
  static String words(CommandResult result) {
    List<String> errors =
        result.output().stream().filter(line -> line.startsWith("E: ")).map(String::strip).toList();
    // The last of several only says that there were some.
    return errors.stream()
        .filter(line -> !line.startsWith("E: Some index files failed"))
        .reduce((first, second) -> second)
        .orElseGet(result::summary);
  }
}
