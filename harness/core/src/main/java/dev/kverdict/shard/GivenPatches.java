package dev.kverdict.shard;

import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchFile;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.Worth;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Patches of a run that its case does not have, or has without what was allowed with them.
 *
 * @param alone whether they stand in place of those of the case: the run is a batch
 * @param patches the patches, in their order
 * @param known what a batch knows of patches that are not judged
 */
public record GivenPatches(boolean alone, List<Named> patches, List<Known> known) {

  /** The patches are those of the case. */
  public static final GivenPatches NONE = new GivenPatches(false, List.of(), List.of());

  /** A name becomes that of a directory. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final Pattern BLOB = Pattern.compile("[0-9a-f]{4,64}");

  /**
   * A patch.
   *
   * @param expect known verdicts by reproducer or guard
   * @param files its files, in the order in which they apply
   * @param worth what its case says of it, or null
   */
  public record Named(
      String name, Map<String, String> expect, List<File> files, @Nullable Worth worth) {

    public Named {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("no name of a patch: " + name);
      }
      expect = Collections.unmodifiableMap(new TreeMap<>(expect));
      files = List.copyOf(files);
    }
  }

  /**
   * A file with patches, as it was read.
   *
   * @param name its path on the machine where that was
   * @param digest SHA-256 of its bytes
   * @param incomplete as in {@link PatchOptions}
   * @param fuzz as in {@link PatchOptions}
   * @param versions SHA-256 of versions of files, by the ids that git gives them
   */
  public record File(
      String name, String digest, boolean incomplete, int fuzz, Map<String, String> versions) {

    public File {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(digest, "digest");
      versions = Collections.unmodifiableMap(new TreeMap<>(versions));
      if (fuzz < 0 || fuzz > PatchOptions.MOST_FUZZ) {
        throw new IllegalArgumentException("no number of lines: " + fuzz);
      }
      if (!versions.keySet().stream().allMatch(id -> BLOB.matcher(id).matches())) {
        throw new IllegalArgumentException("no id of a file");
      }
    }
  }

  /**
   * A candidate that is not judged.
   *
   * @param of the name of the candidate that is the same change, or null if it is no patch
   * @param why what is the same about them, or why it is none
   */
  public record Known(String patch, String from, String subject, @Nullable String of, String why) {

    public Known {
      Objects.requireNonNull(patch, "patch");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(subject, "subject");
      Objects.requireNonNull(why, "why");
    }

    static Known of(Candidate candidate) {
      String of = null;
      String why;
      if (candidate.standing() instanceof Candidate.Duplicate duplicate) {
        of = duplicate.of();
        why = duplicate.how();
      } else if (candidate.standing() instanceof Candidate.Unreadable unreadable) {
        why = unreadable.why();
      } else {
        throw new IllegalArgumentException("is judged: " + candidate.patch());
      }
      return new Known(candidate.patch(), candidate.from(), candidate.subject(), of, why);
    }

    Candidate candidate() {
      Candidate.Standing standing =
          of == null ? new Candidate.Unreadable(why) : new Candidate.Duplicate(of, why);
      return new Candidate("", patch, from, subject, standing);
    }
  }

  public GivenPatches {
    patches = List.copyOf(patches);
    known = List.copyOf(known);
  }

  /**
   * Packs what a run has and its case has not.
   *
   * @param read the case, as it was read
   * @param judged the case whose patches are judged
   * @param known what is known of patches that are not judged
   * @param alone whether these patches are all
   */
  public static GivenPatches pack(
      Matrix read, Matrix judged, List<Candidate> known, boolean alone, CaseBundle bundle) {
    List<Named> patches = new ArrayList<>();
    for (PatchDef patch : judged.patches().values()) {
      if (alone || !patch.equals(read.patches().get(patch.name()))) {
        List<File> files =
            patch.content().files().stream().map(file -> packed(file, bundle)).toList();
        patches.add(new Named(patch.name(), patch.expect(), files, patch.worth()));
      }
    }
    return new GivenPatches(alone, patches, known.stream().map(Known::of).toList());
  }

  private static File packed(PatchFile file, CaseBundle bundle) {
    Map<String, String> versions = new TreeMap<>();
    file.options().versions().forEach((id, text) -> versions.put(id, bundle.pack(bytes(text))));
    return new File(
        file.name(),
        bundle.pack(bytes(file.text())),
        file.options().incomplete(),
        file.options().fuzz(),
        versions);
  }

  /**
   * Returns a case with these patches.
   *
   * @throws dev.kverdict.UserError naming a file that is not in the plan, or damaged
   */
  public Matrix in(Matrix read, CaseBundle bundle) {
    Map<String, PatchDef> all = new LinkedHashMap<>();
    Matrix with = read;
    for (Named named : patches) {
      List<PatchFile> files = named.files().stream().map(file -> unpacked(file, bundle)).toList();
      PatchDef patch =
          new PatchDef(named.name(), PatchSet.ofFiles(files), named.expect(), named.worth());
      all.put(named.name(), patch);
      with = with.with(patch);
    }
    return alone ? read.judging(all) : with;
  }

  private static PatchFile unpacked(File file, CaseBundle bundle) {
    Map<String, String> versions = new TreeMap<>();
    file.versions()
        .forEach((id, digest) -> versions.put(id, text(bundle.read(file.name(), digest))));
    return new PatchFile(
        file.name(),
        text(bundle.read(file.name(), file.digest())),
        new PatchOptions(file.incomplete(), file.fuzz(), versions));
  }

  /** Returns what is known of patches that are not judged. */
  List<Candidate> candidates() {
    return known.stream().map(Known::candidate).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
