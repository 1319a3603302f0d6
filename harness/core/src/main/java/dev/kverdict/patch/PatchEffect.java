package dev.kverdict.patch;

import java.util.List;
import java.util.Optional;

/**
 * What a patch comes to in the source it was applied to, whatever its own line numbers said and
 * however many mails it took.
 */
public final class PatchEffect {

  private final List<FileChange> files;

  private PatchEffect(List<FileChange> files) {
    this.files = files;
  }

  /**
   * Reads a diff between the source before and after, whose hunks have the whole file as context.
   *
   * @param name the diff's name in errors
   */
  public static PatchEffect of(String diff, String name) {
    return new PatchEffect(
        DiffReader.read(diff, name).stream()
            .filter(file -> !file.binary())
            .map(FileChange::of)
            .toList());
  }

  /** The places that changed, in the order of the files. */
  public List<PatchedPlace> places() {
    return files.stream().flatMap(file -> Places.of(file).stream()).toList();
  }

  /** The files that changed, below the source's root. */
  public List<String> paths() {
    return files.stream().map(FileChange::path).toList();
  }

  /** What may make a report vanish without its cause. */
  public List<Silencer> silencers() {
    return files.stream().flatMap(file -> Silencers.in(file).stream()).toList();
  }

  /**
   * Whether the patch removes, rewrites or puts a condition before the statement at a line.
   *
   * @param site a line before the patch
   * @return the statement before the patch, when it is no longer there
   */
  public Optional<String> editedStatement(Site site) {
    return code(site).flatMap(change -> edited(change, site.line()));
  }

  /**
   * Whether a line before and a line after are the same statement: the one that the patch left
   * there if it left it, else one with the same text. Numbers alone say nothing: lines move.
   */
  public boolean sameStatement(Site before, Site after) {
    return before.file().equals(after.file())
        && files.stream()
            .filter(change -> change.path().equals(before.file()))
            .findFirst()
            .map(change -> same(change, before.line(), after.line()))
            .orElse(before.line() == after.line());
  }

  private static boolean same(FileChange change, int before, int after) {
    Optional<FileChange.Row> kept =
        change.rows().stream()
            .filter(row -> row.before() == before && row.kind() == HunkLine.Kind.CONTEXT)
            .findFirst();
    if (kept.isPresent()) {
      return kept.get().after() == after;
    }
    boolean known =
        before >= 1
            && before <= change.before().size()
            && after >= 1
            && after <= change.after().size();
    return !known
        || Statement.at(change.before(), before).equals(Statement.at(change.after(), after));
  }

  /**
   * A further patch that keeps the condition of the assertion at a line as a report.
   *
   * @param site a line before the patch
   * @return empty when there is no bare assertion
   */
  public Optional<String> tripwire(Site site) {
    return code(site).flatMap(change -> Tripwire.diff(change, site.line()));
  }

  /** The changed C file that a line lies in, if it had such a line before. */
  private Optional<FileChange> code(Site site) {
    return files.stream()
        .filter(change -> change.path().equals(site.file()) && change.isC())
        .filter(change -> site.line() <= change.before().size())
        .findFirst();
  }

  private static Optional<String> edited(FileChange change, int line) {
    String old = Statement.at(change.before(), line);
    Optional<FileChange.Row> kept =
        change.rows().stream()
            .filter(row -> row.before() == line && row.kind() == HunkLine.Kind.CONTEXT)
            .findFirst();
    boolean same =
        kept.filter(row -> Statement.at(change.after(), row.after()).equals(old)).isPresent();
    return same ? Optional.empty() : Optional.of(change.old(line).code().strip());
  }
}
