package dev.kverdict.debian;

import dev.kverdict.host.CommandResult;
import java.util.List;

/**
 * Thrown if apt cannot answer or download: its lists may be old, or the archive unreachable. {@link
 * PackageSupply} knows what else to try, so this never leaves the package.
 */
public final class ArchiveError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what the failed attempt
   */
  ArchiveError(String what, CommandResult result) {
    super(what + ": " + words(result));
  }

  /** Returns apt's last error, or how it ended. */
  static String words(CommandResult result) {
    List<String> errors =
        result.output().stream().filter(line -> line.startsWith("E: ")).map(String::strip).toList();
    // The last of several errors only says that there were some.
    return errors.stream()
        .filter(line -> !line.startsWith("E: Some index files failed"))
        .reduce((first, second) -> second)
        .orElseGet(result::summary);
  }
}
