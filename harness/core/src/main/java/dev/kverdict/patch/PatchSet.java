package dev.kverdict.patch;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A patch or a series in the order in which it applies. Its files are read once, so later changes
 * to them have no effect. Two sets are equal when their files have the same names and bytes.
 */
public final class PatchSet {

  /** No patch at all. */
  public static final PatchSet NONE = new PatchSet(List.of());

  /** One file: its name, its SHA-256 in hexadecimal, and its bytes as ISO 8859-1. */
  private record Source(String name, String digest, String text) {

    static Source of(String name, byte[] bytes) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return new Source(name, HexFormat.of().formatHex(digest), text);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    List<Single> singles() {
      String file = name.substring(name.lastIndexOf('/') + 1);
      return PatchReader.read(text.getBytes(StandardCharsets.ISO_8859_1), name).stream()
          .map(patch -> new Single(file, patch))
          .toList();
    }
  }

  /** A patch, and the name of the file that it came in. */
  private record Single(String file, ParsedPatch patch) {}

  /**
   * A patch as a file that git can apply.
   *
   * @param file the file
   * @param patch its content
   */
  public record Unpacked(Path file, ParsedPatch patch) {}

  private final List<Source> sources;
  private @Nullable List<Single> singles;

  private PatchSet(List<Source> sources) {
    this.sources = List.copyOf(sources);
  }

  /**
   * Reads patch files. They are parsed when their content is first needed.
   *
   * @throws UserError when one cannot be read
   */
  public static PatchSet read(List<Path> files) {
    List<Source> sources = new ArrayList<>();
    for (Path file : files) {
      try {
        sources.add(Source.of(file.toString(), Files.readAllBytes(file)));
      } catch (IOException e) {
        throw new UserError(file.toString(), "cannot be read", "check the path");
      }
    }
    return new PatchSet(sources);
  }

  /** Returns a set of one diff that is not in a file. */
  public static PatchSet of(String name, String diff) {
    return new PatchSet(List.of(Source.of(name, diff.getBytes(StandardCharsets.ISO_8859_1))));
  }

  /** Returns a set of these patches followed by others. */
  public PatchSet and(PatchSet more) {
    return new PatchSet(Stream.concat(sources.stream(), more.sources.stream()).toList());
  }

  /**
   * Returns a set of all patches but one.
   *
   * @param number the number of the patch to leave out, from 1
   */
  public PatchSet without(int number) {
    List<Source> rest = new ArrayList<>();
    for (Single single : singles()) {
      byte[] bytes = single.patch().text().getBytes(StandardCharsets.ISO_8859_1);
      rest.add(Source.of(single.file(), bytes));
    }
    rest.remove(number - 1);
    return new PatchSet(rest);
  }

  /** Returns whether there is nothing to apply. */
  public boolean isEmpty() {
    return sources.isEmpty();
  }

  /** Returns the names of the files, without directories. */
  public List<String> names() {
    return sources.stream().map(s -> s.name().substring(s.name().lastIndexOf('/') + 1)).toList();
  }

  /** Returns the SHA-256 digests of the files, separated by spaces. */
  public String digest() {
    return sources.stream().map(Source::digest).collect(Collectors.joining(" "));
  }

  /**
   * Returns the patches.
   *
   * @throws UserError when a file cannot be parsed
   */
  public List<ParsedPatch> patches() {
    return singles().stream().map(Single::patch).toList();
  }

  private synchronized List<Single> singles() {
    List<Single> known = singles;
    if (known == null) {
      known = sources.stream().flatMap(source -> source.singles().stream()).toList();
      singles = known;
    }
    return known;
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
      for (Single single : singles()) {
        String number = Integer.toString(unpacked.size());
        Path place = Files.createDirectories(directory.resolve(number)).resolve(single.file());
        Files.writeString(place, single.patch().text(), StandardCharsets.ISO_8859_1);
        unpacked.add(new Unpacked(place, single.patch()));
      }
      return unpacked;
    } catch (IOException e) {
      throw new InfraError("cannot unpack patches into " + directory + ": " + e.getMessage(), e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PatchSet set && sources.equals(set.sources);
  }

  @Override
  public int hashCode() {
    return sources.hashCode();
  }

  @Override
  public String toString() {
    return names().toString();
  }
}
