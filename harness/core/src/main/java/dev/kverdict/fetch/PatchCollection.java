package dev.kverdict.fetch;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.host.Lane;
import dev.kverdict.patch.MailReader;
import dev.kverdict.patch.Mailbox;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Many patches by what holds them: a directory, of which each file is one and each subdirectory a
 * series, an mbox, or {@code git:BASE..TIP}, of which each commit is one. What is wrong with one of
 * them is no matter of the others.
 *
 * @param tree the repository of {@code git:}
 */
public record PatchCollection(Lane lane, Path tree) {

  /** The most patches of a collection. */
  public static final int MOST = 1000;

  /** What all patches may have together, in bytes: they are held in memory. */
  private static final int MOST_BYTES = 32 << 20;

  private static final String GIT = "git:";
  private static final String REMEDY = "name a directory of patches, an mbox, or git:BASE..TIP";
  private static final int ABBREVIATED = 12;

  /**
   * A patch of a collection, or what should have been one.
   *
   * @param name a name that a case may use; several may have the same
   * @param from where it came from, for a person
   * @param content the patch; none if there is a fault
   * @param fault why it is none
   */
  public record Found(String name, String from, PatchSet content, Optional<String> fault) {}

  /** Reads one patch. */
  private interface Reading {
    PatchSet read() throws IOException;
  }

  /** What was found so far, and how much room is left. */
  private static final class Gathering {

    private final List<Found> found = new ArrayList<>();
    private int left = MOST_BYTES;

    void add(String name, String from, Reading reading) {
      PatchSet content = PatchSet.NONE;
      Optional<String> fault = Optional.empty();
      try {
        PatchSet read = reading.read();
        left -= read.bytes();
        if (left < 0) {
          throw new UserError(
              from, "is too much: all patches have more than 32 MiB", "give fewer at once");
        }
        var unused = read.patches();
        content = read;
      } catch (UserError e) {
        fault = Optional.of(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        fault = Optional.of(from + ": cannot be read: " + HostIo.why(e));
      }
      found.add(new Found(PatchSource.name(name), from, content, fault));
    }
  }

  /**
   * Returns the patches, in the order of their names, of the mails, or of the commits.
   *
   * @throws UserError if there is no such collection, or it is too large
   */
  public List<Found> find(String written, PatchOptions options) {
    Gathering gathering = new Gathering();
    if (written.startsWith(GIT)) {
      commits(written.substring(GIT.length()), options, gathering);
    } else {
      files(written, options, gathering);
    }
    return gathering.found;
  }

  private void commits(String revisions, PatchOptions options, Gathering gathering) {
    GitRange range = new GitRange(lane, tree);
    for (String commit : range.commits(revisions, MOST)) {
      String from = GIT + commit.substring(0, ABBREVIATED);
      gathering.add(
          commit.substring(0, ABBREVIATED),
          from,
          () -> PatchSet.of(from, range.patches(commit, PatchSet.MOST_BYTES), options));
    }
  }

  private static void files(String written, PatchOptions options, Gathering gathering) {
    String where = "--patches " + written;
    Path path;
    try {
      path = Path.of(written).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new UserError(where, "is no path", REMEDY);
    }
    if (Files.isDirectory(path)) {
      directory(path, where, options, gathering);
    } else if (Files.exists(path)) {
      mailbox(path, options, gathering);
    } else {
      throw new UserError(where, "is not there", REMEDY);
    }
  }

  private static void mailbox(Path path, PatchOptions options, Gathering gathering) {
    String name = String.valueOf(path.getFileName());
    byte[] bytes = UserFiles.bytes(path, PatchSet.MOST_BYTES, REMEDY);
    List<Mailbox.Part> parts = Mailbox.parts(bytes, name);
    for (Mailbox.Part part : parts) {
      boolean alone = parts.size() == 1;
      String from = alone ? name : name + ", mail " + part.mail();
      String title = part.title().isEmpty() ? name : part.title();
      gathering.add(alone ? name : title, from, () -> PatchSet.of(from, part.bytes(), options));
    }
  }

  private static void directory(
      Path path, String where, PatchOptions options, Gathering gathering) {
    try {
      Path root = path.toRealPath();
      for (Path entry : entries(root, where)) {
        String name = String.valueOf(entry.getFileName());
        gathering.add(name, name, () -> entry(entry, root, name, options));
      }
    } catch (IOException e) {
      throw UserError.unreadable(where, e, REMEDY);
    }
  }

  private static PatchSet entry(Path entry, Path root, String name, PatchOptions options)
      throws IOException {
    Path real = inside(entry, root, name);
    if (!Files.isDirectory(real)) {
      return file(real, name, options);
    }
    PatchSet series = PatchSet.NONE;
    for (Path file : entries(real, name)) {
      String mine = name + "/" + file.getFileName();
      Path part = inside(file, root, mine);
      byte[] bytes = bytes(part, mine);
      if (!isCoverLetter(bytes, mine)) {
        series = series.and(PatchSet.of(mine, bytes, options));
      }
    }
    if (series.isEmpty()) {
      throw new UserError(name, "is a directory without patches", "remove it");
    }
    return series;
  }

  private static PatchSet file(Path file, String name, PatchOptions options) throws IOException {
    return PatchSet.of(name, bytes(file, name), options);
  }

  /** A pipe would wait for ever for somebody who writes to it. */
  private static byte[] bytes(Path file, String name) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UserError(name, "is no file", "remove it");
    }
    if (Files.size(file) > PatchSet.MOST_BYTES) {
      throw new UserError(name, "is larger than 16 MiB", "is it a patch at all?");
    }
    return UserFiles.bytes(file, PatchSet.MOST_BYTES, "check the file");
  }

  /** A directory of patches may be somebody else's: no link in it leads to other files. */
  private static Path inside(Path entry, Path root, String name) throws IOException {
    Path real = entry.toRealPath();
    if (!real.startsWith(root)) {
      throw new UserError(name, "is a link that leads out of the directory", "copy the file");
    }
    return real;
  }

  private static boolean isCoverLetter(byte[] bytes, String name) {
    return bytes.length > 0
        && MailReader.read(bytes, name).stream().allMatch(mail -> mail.beginsSeries());
  }

  /** Returns what a directory holds, by name; hidden files are those of tools. */
  private static List<Path> entries(Path directory, String where) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path entry : all) {
        if (!String.valueOf(entry.getFileName()).startsWith(".")) {
          entries.add(entry);
        }
        if (entries.size() > MOST) {
          throw new UserError(where, "holds more than " + MOST + " files", "give fewer at once");
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries.stream().sorted().collect(Collectors.toList());
  }
}
