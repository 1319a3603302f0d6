package dev.kverdict.syzbot;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.fetch.PatchAddress;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.web.WebFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Reports by what a person calls them: a file, {@code -} for standard input, or an address.
 *
 * @param input standard input
 */
public record ReportSource(InputStream input) {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String STANDARD_INPUT = "-";

  /** The bytes of a report, at most one more than are read, and the address that they are from. */
  private static final int MOST = PatchSet.MOST_BYTES + 1;

  /**
   * Reads a report, and makes a case of it.
   *
   * @throws UserError if it is not there, is no report, or is about a kernel that cannot be judged
   * @throws InfraError if the network does not give it
   */
  public ImportedCase read(String written, Given given) {
    Path tree = given.tree();
    if (tree != null && !Files.isDirectory(tree)) {
      throw new UserError("--tree " + tree, "is no directory", "name a git repository");
    }
    Downloads downloads = new Downloads();
    boolean address = written.startsWith("https://") || written.startsWith("http://");
    Optional<URI> url = address ? Optional.of(address(written)) : Optional.empty();
    String name = written.equals(STANDARD_INPUT) ? "standard input" : written;
    byte[] bytes = url.isPresent() ? download(written, url.get()) : local(written);
    Report report = new ReportReader(name, given.title()).read(bytes, url);
    Report whole = BugPage.completed(report, given, downloads);
    Parts parts = PartsFinder.find(whole, given, downloads);
    return ImportedCase.of(
        name,
        whole,
        parts,
        given,
        downloads.silent().stream().map(line -> "nothing is downloaded from " + line).toList());
  }

  /** Returns where the report of a page is. */
  private static URI address(String written) {
    URI url = PatchAddress.of(written);
    return BugPage.isOne(url) ? BugPage.json(url) : url;
  }

  private byte[] local(String written) {
    if (written.equals(STANDARD_INPUT)) {
      try {
        return input.readNBytes(MOST);
      } catch (IOException e) {
        throw new InfraError("cannot read standard input: " + e.getMessage(), e);
      }
    }
    try {
      Path file = Path.of(written);
      if (Files.isDirectory(file)) {
        throw new UserError(written, "is a directory", "name a file: a mail, an mbox, or JSON");
      }
      try (InputStream in = UserFiles.open(file)) {
        return in.readNBytes(MOST);
      }
    } catch (IOException e) {
      throw UserError.unreadable(written, e, "name a mail, an mbox, a bug's JSON, or an address");
    } catch (InvalidPathException e) {
      throw new UserError(
          written, "cannot be a file's name", "name a mail, an mbox, a bug's JSON, or an address");
    }
  }

  private static byte[] download(String written, URI url) {
    try {
      return WebFile.small(url, PatchSet.MOST_BYTES, LIMIT);
    } catch (WebFile.NotThere e) {
      throw new UserError(written, "is not at " + url + ": " + e.getMessage(), "correct it");
    } catch (IOException e) {
      throw new InfraError(
          "%s: cannot download %s: %s; save it as a file where there is a network, and name the file"
              .formatted(written, url, e.getMessage()),
          e);
    }
  }
}
