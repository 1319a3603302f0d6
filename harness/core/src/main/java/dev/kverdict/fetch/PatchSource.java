package dev.kverdict.fetch;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Lane;
import dev.kverdict.patch.ParsedPatch;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.web.WebFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Patches by what a person calls them: a file, {@code -} for standard input, {@code git:REV..REV},
 * {@code lore:MESSAGE-ID}, or an address.
 *
 * @param input standard input
 * @param tree the repository of {@code git:}
 * @param archive the archive of {@code lore:}, with a slash at its end
 */
public record PatchSource(Lane lane, InputStream input, Path tree, URI archive) {

  /** The variable that names another archive than the public one, such as a mirror. */
  public static final String ARCHIVE_VARIABLE = "KVERDICT_LORE";

  private static final String PUBLIC_ARCHIVE = "https://lore.kernel.org/all/";
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String STANDARD_INPUT = "-";
  private static final String GIT = "git:";
  private static final String LORE = "lore:";
  private static final int MOST_NAME = 60;

  /** What follows a mail's id, or another name, in addresses of archives. */
  private static final Pattern VIEW =
      Pattern.compile("/*(?:/(?:t\\.mbox\\.gz|raw|mbox|[tTs]))?/*([?#].*)?$");

  /**
   * A patch with a name that a case may use.
   *
   * @param name up to 60 letters, digits, dots, dashes and underscores
   */
  public record Named(String name, PatchSet content) {}

  /**
   * Returns the archive that a person's environment names, or the public one.
   *
   * @throws UserError if it is no address
   */
  public static URI archive(Map<String, String> environment) {
    String text = environment.getOrDefault(ARCHIVE_VARIABLE, PUBLIC_ARCHIVE);
    try {
      return URI.create(text.endsWith("/") ? text : text + "/");
    } catch (IllegalArgumentException e) {
      throw new UserError(ARCHIVE_VARIABLE, "is no address", "write https://HOST/LIST/");
    }
  }

  /**
   * Returns the patch; empty if this can only be the name of one.
   *
   * @throws UserError if it is not there or cannot be read
   * @throws InfraError if the network does not give it
   */
  public Optional<Named> find(String written, PatchOptions options) {
    if (written.equals(STANDARD_INPUT)) {
      return Optional.of(named("stdin", PatchSet.of("standard input", all(), options)));
    }
    if (written.startsWith(GIT)) {
      String revisions = written.substring(GIT.length());
      byte[] bytes = new GitRange(lane, tree).patches(revisions, PatchSet.MOST_BYTES);
      return Optional.of(named(revisions, PatchSet.of(written, bytes, options)));
    }
    if (written.startsWith(LORE)) {
      String id = written.substring(LORE.length());
      byte[] bytes = download(written, PatchAddress.ofMail(archive, id));
      return Optional.of(named(id, PatchSet.of(written, bytes, options)));
    }
    if (written.startsWith("https://") || written.startsWith("http://")) {
      byte[] bytes = download(written, PatchAddress.of(written));
      String name = VIEW.matcher(written).replaceFirst("");
      return Optional.of(named(lastPart(name), PatchSet.of(written, bytes, options)));
    }
    return file(written, options);
  }

  /**
   * Returns the versions of files for which patches were made, by git's ids, from the repository.
   *
   * @throws UserError if it has none of them
   */
  public Map<String, String> versions(PatchSet patches) {
    Map<String, String> versions = new TreeMap<>();
    GitRange repository = new GitRange(lane, tree);
    for (ParsedPatch patch : patches.patches()) {
      for (String id : patch.bases().values()) {
        repository.version(id).ifPresent(text -> versions.put(id, text));
      }
    }
    if (versions.isEmpty()) {
      throw new UserError(
          "--3way",
          "no version for which " + patches + " was made is in " + tree,
          "name the repository that it was made in: --tree DIR");
    }
    return versions;
  }

  private static Optional<Named> file(String written, PatchOptions options) {
    Path path;
    try {
      path = Path.of(written).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    boolean meant =
        written.contains("/") || written.matches("(?is).*\\.(patch|diff|mbox|eml)(\\.gz)?");
    return Files.exists(path) || meant
        ? Optional.of(named(lastPart(written), PatchSet.read(List.of(path), options)))
        : Optional.empty();
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private byte[] all() {
    try {
      return input.readNBytes(PatchSet.MOST_BYTES + 1);
    } catch (IOException e) {
      throw new InfraError("cannot read standard input: " + e.getMessage(), e);
    }
  }

  private static byte[] download(String written, URI url) {
    try {
      return WebFile.small(url, PatchSet.MOST_BYTES, LIMIT);
    } catch (WebFile.NotThere e) {
      throw new UserError(
          "--patch " + written, "is not at " + url + ": " + e.getMessage(), "correct it");
    } catch (IOException e) {
      throw new InfraError(
          "--patch %s: cannot download %s: %s; save the mail or the thread as a file where there is a network (b4 mbox, or the archive's link to mbox.gz), and name the file"
              .formatted(written, url, e.getMessage()),
          e);
    }
  }

  private static Named named(String written, PatchSet content) {
    return new Named(name(written), content);
  }

  /** Returns a name that a case may use. */
  static String name(String written) {
    String name =
        written
            .replaceFirst("(?i)\\.gz$", "")
            .replaceFirst("(?i)\\.(patch|diff|mbox|eml)$", "")
            .replaceAll("[^A-Za-z0-9._-]", "_")
            .replaceAll("^[^A-Za-z0-9]+|_+$", "");
    String cut = name.substring(0, Math.min(MOST_NAME, name.length()));
    return cut.isEmpty() ? "patch" : cut;
  }
}
