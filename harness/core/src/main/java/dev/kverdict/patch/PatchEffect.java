package dev.kverdict.patch;

import java.util.List;
import java.util.Optional;

/**
 * The effect of a patch on the source it was applied to, whatever its own line numbers and the
 * number of its mails.
 */
public final class PatchEffect {

  private final List<FileChange> files;

  private PatchEffect(List<FileChange> files) {
    this.files = files;
  }

  /**
   * Reads a diff of the source before and after the patch, with whole files as context.
   *
   * @param name the diff's name in errors
   */
  public static PatchEffect of(String diff, String name) {
    return new PatchEffect(
        DiffReader.read(diff, name).changes(PathPrefix.USUAL).stream()
            .filter(file -> !file.binary())
            .map(FileChange::of)
            .toList());
  }

  /** Returns the places that changed, in the order of the files. */
  public List<PatchedPlace> places() {
    return files.stream().flatMap(file -> Places.of(file).stream()).toList();
  }

  /** Returns the changes that may make a report vanish without its cause. */
  public List<Silencer> silencers() {
    return silencers(Silencers.rules());
  }

  /**
   * Returns the changes that give a flag the value with which an assertion does not fire.
   *
   * @param text the lines of the assertion's file before the patch
   * @param line the assertion's line, from 1
   */
  public List<Silencer> quieting(List<String> text, int line) {
    return line > text.size()
        ? List.of()
        : silencers(AssertedFlags.rules(Statement.at(SourceText.of(text), line)));
  }

  private List<Silencer> silencers(List<Silencers.Rule> rules) {
    return files.stream().flatMap(file -> Silencers.in(file, rules).stream()).toList();
  }

  /**
   * Returns the statement at a line if the patch removes it, rewrites it or makes it conditional.
   *
   * @param site a line before the patch
   * @return the statement before the patch; empty when it is still there
   */
  public Optional<String> editedStatement(Site site) {
    return code(site).flatMap(change -> edited(change, site.line()));
  }

  /**
   * Returns whether a line before and a line after the patch are the same statement: a line that
   * the patch left, or else a statement with the same text. Line numbers alone do not tell, as
   * lines move.
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
    Optional<FileChange.Row> kept = change.kept(before);
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
   * Returns a further patch that keeps the condition of the assertion at a line as a report.
   *
   * @param site a line before the patch
   * @return empty when there is no bare assertion
   */
  public Optional<String> tripwire(Site site) {
    return code(site).flatMap(change -> Tripwire.diff(change, site.line()));
  }

  /** Returns the changed C file that had this line before the patch. */
  private Optional<FileChange> code(Site site) {
    return files.stream()
        .filter(change -> change.path().equals(site.file()) && change.isC())
        .filter(change -> site.line() <= change.before().size())
        .findFirst();
  }

  private static Optional<String> edited(FileChange change, int line) {
    String old = Statement.at(change.before(), line);
    boolean same =
        change
            .kept(line)
            .filter(row -> Statement.at(change.after(), row.after()).equals(old))
            .isPresent();
    return same ? Optional.empty() : Optional.of(change.old(line).code().strip());
  }
}
