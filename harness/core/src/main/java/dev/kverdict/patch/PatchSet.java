package dev.kverdict.patch;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A patch or a series in the order in which it applies. Its files are read once, so later changes
 * to them have no effect. Two sets are equal when their files have the same names and bytes.
 */
public final class PatchSet {

  /** The most bytes of a file with patches. */
  public static final int MOST_BYTES = PatchText.MOST_BYTES;

  /** No patch at all. */
  public static final PatchSet NONE = new PatchSet(List.of(), null);

  /**
   * A patch.
   *
   * @param from the file that it came in
   * @param prefix the number of directories in its paths that do not belong to the source
   */
  record Single(PatchFile from, Letter letter, int prefix, ParsedPatch patch) {

    static Single of(PatchFile from, Letter letter, int prefix) {
      return new Single(from, letter, prefix, letter.patch(prefix));
    }
  }

  /** All patches, and what a person should know about how they were read. */
  private record Parsed(List<Single> singles, List<String> notes) {}

  /**
   * A patch as a file that git can apply.
   *
   * @param file the file
   * @param patch its content
   * @param options what is allowed with it
   */
  public record Unpacked(Path file, ParsedPatch patch, PatchOptions options) {}

  private final List<PatchFile> files;
  private @Nullable Parsed parsed;

  private PatchSet(List<PatchFile> files, @Nullable Parsed parsed) {
    this.files = List.copyOf(files);
    this.parsed = parsed;
  }

  /** Reads patch files with which nothing is allowed that needs to be asked for. */
  public static PatchSet read(List<Path> files) {
    return read(files, PatchOptions.STRICT);
  }

  /**
   * Reads patch files. They are parsed when their content is first needed.
   *
   * @throws UserError when one cannot be read
   */
  public static PatchSet read(List<Path> files, PatchOptions options) {
    return new PatchSet(files.stream().map(file -> PatchFile.read(file, options)).toList(), null);
  }

  /** Returns a set of what is not in a file: a diff, a mail, or an mbox. */
  public static PatchSet of(String name, byte[] bytes, PatchOptions options) {
    return new PatchSet(List.of(PatchFile.of(name, bytes, options)), null);
  }

  /** Returns a set of one diff that is not in a file. */
  public static PatchSet of(String name, String diff) {
    return of(name, diff.getBytes(StandardCharsets.ISO_8859_1), PatchOptions.STRICT);
  }

  /** Returns a set of files that were read elsewhere. */
  public static PatchSet ofFiles(List<PatchFile> files) {
    return new PatchSet(files, null);
  }

  /** Returns the files, as they were read. */
  public List<PatchFile> files() {
    return files;
  }

  /** Returns a set of these patches followed by others. */
  public PatchSet and(PatchSet more) {
    return new PatchSet(Stream.concat(files.stream(), more.files.stream()).toList(), null);
  }

  /**
   * Returns a set of all patches but one.
   *
   * @param number the number of the patch to leave out, from 1
   */
  public PatchSet without(int number) {
    List<PatchFile> rest = singly();
    rest.remove(number - 1);
    return new PatchSet(rest, null);
  }

  /**
   * Returns a set of the first patches.
   *
   * @param count how many of them
   */
  public PatchSet first(int count) {
    return new PatchSet(singly().subList(0, count), null);
  }

  /** Returns each patch as a file of its own, which need not be complete with the others. */
  private List<PatchFile> singly() {
    List<PatchFile> files = new ArrayList<>();
    for (Single single : parsed().singles()) {
      PatchOptions picked = single.from().options().or(PatchOptions.PICKED);
      files.add(new PatchFile(single.from().file(), single.patch().text(), picked));
    }
    return files;
  }

  /** Returns a copy with which more is allowed. */
  public PatchSet allowing(PatchOptions more) {
    return new PatchSet(
        files.stream()
            .map(file -> new PatchFile(file.name(), file.text(), file.options().or(more)))
            .toList(),
        null);
  }

  /**
   * Returns the same patches as they fit a source: whether their paths begin with {@code a/}, with
   * other directories or with none is found out by the files that exist.
   *
   * @param exists whether the source has a file or a directory
   */
  public PatchSet in(Predicate<String> exists) {
    Set<String> made = new HashSet<>();
    List<Single> singles = new ArrayList<>();
    for (Single single : parsed().singles()) {
      int prefix =
          PathPrefix.in(
              single.letter().diff().paths(),
              single.prefix(),
              path -> exists.test(path) || made.contains(path));
      Single fitted = Single.of(single.from(), single.letter(), prefix);
      for (ChangedFile file : fitted.patch().files()) {
        for (String path = file.newPath(); !path.isEmpty(); path = parent(path)) {
          made.add(path);
        }
      }
      singles.add(fitted);
    }
    return new PatchSet(files, new Parsed(List.copyOf(singles), parsed().notes()));
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** Returns whether there is nothing to apply. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** Returns how much its files have, in bytes. */
  public int bytes() {
    return files.stream().mapToInt(file -> file.text().length()).sum();
  }

  /** Returns the subject of its mail, or of the first of its series; empty without one. */
  public String subject() {
    return patches().stream()
        .limit(1)
        .flatMap(patch -> patch.mail().stream())
        .map(Mail::subject)
        .collect(Collectors.joining());
  }

  /** Returns the names of the files, without directories. */
  public List<String> names() {
    return files.stream().map(PatchFile::file).toList();
  }

  /** Returns the SHA-256 digests of what is applied, and how, separated by spaces. */
  public String digest() {
    return parsed().singles().stream()
        .map(single -> digest(single.patch(), single.from().options()))
        .collect(Collectors.joining(" "));
  }

  /** Returns the SHA-256 of each patch as git is given it. */
  public List<String> digests() {
    return patches().stream().map(patch -> PatchFile.digest(patch.text())).toList();
  }

  /** Returns the SHA-256 of what is changed, whatever mail or text stands around it. */
  public String changes() {
    ChangeDigest all = new ChangeDigest();
    patches().forEach(all::add);
    return all.digest();
  }

  private static String digest(ParsedPatch patch, PatchOptions options) {
    String fuzz = options.fuzz() == 0 ? "" : " fuzz " + options.fuzz();
    String merge = options.versions().isEmpty() ? "" : " merge " + patch.bases();
    return PatchFile.digest(patch.text()) + fuzz + merge;
  }

  /**
   * Returns the patches.
   *
   * @throws UserError when a file cannot be parsed
   */
  public List<ParsedPatch> patches() {
    return parsed().singles().stream().map(Single::patch).toList();
  }

  /**
   * Returns what a person should know about how the patches were read, a line each: which version
   * was taken, what was left out.
   */
  public List<String> notes() {
    return Stream.concat(
            parsed().notes().stream(), parsed().singles().stream().flatMap(PatchSet::prefixNote))
        .toList();
  }

  private static Stream<String> prefixNote(Single single) {
    return switch (single.prefix()) {
      case PathPrefix.USUAL -> Stream.of();
      case 0 ->
          Stream.of(single.from().name() + ": its paths begin in the source, without a/ and b/");
      default ->
          Stream.of(
              "%s: the first %d directories of its paths do not belong to the source"
                  .formatted(single.from().name(), single.prefix()));
    };
  }

  private synchronized Parsed parsed() {
    Parsed known = parsed;
    if (known == null) {
      known = parse();
      parsed = known;
    }
    return known;
  }

  private Parsed parse() {
    List<Single> singles = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (PatchFile file : files) {
      Series.Found found = file.series();
      notes.addAll(found.notes());
      for (Letter letter : found.letters()) {
        singles.add(Single.of(file, letter, letter.diff().prefix()));
      }
    }
    notes.addAll(Completeness.check(singles));
    return new Parsed(List.copyOf(singles), List.copyOf(notes));
  }

  /** Returns every path that the patches name, old and new: a rename has two. */
  public SortedSet<String> paths() {
    return patches().stream()
        .flatMap(patch -> patch.paths().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Writes each patch to its own file below a directory, under its original name. */
  public List<Unpacked> unpack(Path directory) {
    List<Unpacked> unpacked = new ArrayList<>();
    try {
      for (Single single : parsed().singles()) {
        String number = Integer.toString(unpacked.size());
        Path place =
            Files.createDirectories(directory.resolve(number)).resolve(single.from().file());
        Files.writeString(place, single.patch().text(), StandardCharsets.ISO_8859_1);
        unpacked.add(new Unpacked(place, single.patch(), single.from().options()));
      }
      return unpacked;
    } catch (IOException e) {
      throw new InfraError("cannot unpack patches into " + directory + ": " + e.getMessage(), e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PatchSet set && files.equals(set.files);
  }

  @Override
  public int hashCode() {
    return files.hashCode();
  }

  @Override
  public String toString() {
    return names().toString();
  }
}
