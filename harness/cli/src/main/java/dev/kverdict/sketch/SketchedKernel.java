package dev.kverdict.sketch;

import dev.kverdict.UserError;
import dev.kverdict.store.Digests;
import dev.kverdict.text.Quoted;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of a case that is made.
 *
 * @param name its name in the case
 * @param source the value of {@code source:}, in YAML
 * @param built whether all of it is built; otherwise it boots as it is shipped
 * @param words what it is, for a person
 */
public record SketchedKernel(String name, String source, boolean built, String words) {

  private static final String STOCK = "linux-image-amd64";

  private static final Pattern PACKAGE =
      Pattern.compile("(distro|debian):([a-z0-9][a-z0-9.+-]{0,99})(?:=([A-Za-z0-9.+~:-]{1,99}))?");

  private static final Pattern GIT = Pattern.compile("git:(.{1,1000})@([^@]{1,200})");

  /**
   * Returns the kernel that a person asks for.
   *
   * @param asked what {@code --kernel} says, or null for the usual one
   * @throws UserError if it can be none
   */
  public static SketchedKernel of(@Nullable String asked) {
    if (asked == null) {
      return distro(STOCK, null);
    }
    Matcher named = PACKAGE.matcher(asked);
    if (named.matches()) {
      String word = String.valueOf(named.group(2));
      return named.group(1).equals("distro")
          ? distro(word, named.group(3))
          : debian(word.matches("[0-9].*") ? "linux-source-" + word : word, named.group(3));
    }
    Matcher git = GIT.matcher(asked);
    if (git.matches()) {
      return git(asked, String.valueOf(git.group(1)), String.valueOf(git.group(2)));
    }
    return path(asked);
  }

  private static SketchedKernel distro(String name, @Nullable String version) {
    return new SketchedKernel(
        "stock",
        source("distro", name, version),
        false,
        "as it is shipped: " + name + shown(version));
  }

  private static SketchedKernel debian(String name, @Nullable String version) {
    return new SketchedKernel(
        "built", source("debian", name, version), true, "built from " + name + shown(version));
  }

  private static String shown(@Nullable String version) {
    return version == null ? "" : " " + version;
  }

  private static String source(String key, String name, @Nullable String version) {
    return "{%s: %s%s}"
        .formatted(key, name, version == null ? "" : ", version: " + Quoted.of(version));
  }

  private static SketchedKernel git(String asked, String where, String rev) {
    boolean address = where.matches("(?:https?|git)://.*");
    Path directory = address ? Path.of("") : existing(asked, where);
    if (!address && !Files.isDirectory(directory)) {
      throw new UserError("--kernel " + asked, "is no directory", "name a git repository");
    }
    return new SketchedKernel(
        "built",
        "{git: %s, rev: %s}"
            .formatted(Quoted.of(address ? where : directory.toString()), Quoted.of(rev)),
        true,
        "built from the commit " + rev + " of " + where);
  }

  private static SketchedKernel path(String asked) {
    Path path = existing(asked, asked);
    if (Files.isDirectory(path)) {
      return new SketchedKernel(
          "built", "{dir: " + Quoted.of(path.toString()) + "}", true, "built from " + path);
    }
    return new SketchedKernel(
        "built",
        "{tarball: %s, sha256: %s}".formatted(Quoted.of(path.toString()), Digests.ofFile(path)),
        true,
        "built from " + path);
  }

  private static Path existing(String asked, String where) {
    try {
      Path path = Path.of(where).toAbsolutePath().normalize();
      if (Files.isDirectory(path) || Files.isRegularFile(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // As one that is not there.
    }
    throw new UserError(
        "--kernel " + asked,
        "is no kernel, directory or archive",
        "name debian:6.1, distro:PACKAGE, git:REPOSITORY@REV, a source's directory or its archive");
  }
}
