package dev.kverdict.tree;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import dev.kverdict.text.Printable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a developer's tree and changes nothing in it, its index and its build output included.
 *
 * @param where what errors call it
 */
record WorkingTree(Git git, Commits commits, Path top, String where) {

  /** A patch that is larger is the difference of two releases. */
  private static final long MOST_BYTES = 64L << 20;

  private static final int MOST_NAMED = 5;

  /** Files and directories that git does not know, kept; nobody reads more of them. */
  private static final int MOST_UNTRACKED = 1000;

  /**
   * Reads the tree in a directory, or around it.
   *
   * @param directory where the user says it is
   * @param base the revision to compare with, or null for the usual one
   * @throws UserError if it cannot be tried as it stands
   */
  static TreeState read(Lane lane, Store store, Path directory, @Nullable String base) {
    String where = "--tree " + directory;
    if (!Files.isDirectory(directory)) {
      throw new UserError(where, "there is no such directory", "name a kernel's git tree");
    }
    Repository repository =
        Repository.find(directory.toAbsolutePath())
            .orElseThrow(
                () ->
                    new UserError(
                        where,
                        "is not a git tree",
                        "name one, or make it one: git init, git add -A, git commit"));
    Path top = repository.top();
    if (top == null) {
      throw new UserError(where, "has no working files", "name a tree that is checked out");
    }
    try (Scratch scratch = store.scratch()) {
      Git git = Git.on(lane, repository, scratch);
      return new WorkingTree(git, new Commits(git, where), top, where).read(base);
    }
  }

  private TreeState read(@Nullable String asked) {
    String headId =
        commits
            .id("HEAD")
            .orElseThrow(
                () -> new UserError(where, "has no commit", "commit the files to start from"));
    Commit head = commits.read(headId);
    requirePlainIndex();
    boolean uncommitted = differs(headId);
    Base base = base(asked, headId, uncommitted);
    Commit from = base.id().equals(headId) ? head : commits.read(base.id());
    commits.requirePlain(from);
    return new TreeState(
        top,
        git.ask(Pattern.compile(".+"), "symbolic-ref", "--quiet", "--short", "HEAD")
            .map(name -> Printable.line(name, 80))
            .orElse("no branch"),
        head,
        from,
        base.why(),
        uncommitted,
        changes(from),
        untracked());
  }

  /** Files that git is told not to look at, or that are still in conflict, stand for nothing. */
  private void requirePlainIndex() {
    List<String> unmerged = new ArrayList<>();
    List<String> hidden = new ArrayList<>();
    var unused =
        git.lines(
                line -> {
                  char tag = line.isEmpty() ? ' ' : line.charAt(0);
                  if (tag == 'M') {
                    unmerged.add(line.substring(2));
                  } else if (Character.isLowerCase(tag)) {
                    hidden.add(line.substring(2));
                  }
                },
                "ls-files",
                "-v")
            .orThrow("cannot list the files of " + top);
    if (!unmerged.isEmpty()) {
      throw new UserError(
          where, "has files in conflict: " + named(unmerged), "resolve them, then git add");
    }
    if (!hidden.isEmpty()) {
      throw new UserError(
          where,
          "has files that git is told not to look at: " + named(hidden),
          "git update-index --no-assume-unchanged FILE");
    }
  }

  static String named(List<String> names) {
    List<String> distinct = names.stream().distinct().toList();
    String some = String.join(", ", distinct.subList(0, Math.min(MOST_NAMED, distinct.size())));
    int more = distinct.size() - MOST_NAMED;
    return Printable.line(some) + (more > 0 ? " and " + more + " more" : "");
  }

  private boolean differs(String commit) {
    CommandResult result = git.work("diff", "--quiet", "--no-ext-diff", commit, "--");
    if (result.exitCode() == 1 && !result.timedOut()) {
      return true;
    }
    if (!result.ok()) {
      throw commits.unreadable(commit, result.summary());
    }
    return false;
  }

  private record Base(String id, String why) {}

  private Base base(@Nullable String asked, String head, boolean uncommitted) {
    if (asked != null) {
      String found =
          commits
              .id(asked)
              .orElseThrow(
                  () ->
                      new UserError(
                          "--base " + asked,
                          "names no commit of "
                              + top
                              + (git.repository().shallow() ? ", which is shallow" : ""),
                          "name one that git rev-parse knows"));
      return new Base(found, "--base " + Printable.line(asked, 80));
    }
    return uncommitted ? new Base(head, "HEAD, because files differ from it") : mergeBase(head);
  }

  private Base mergeBase(String head) {
    String upstream =
        commits
            .id("@{upstream}")
            .orElseThrow(
                () ->
                    new UserError(
                        where,
                        "has nothing uncommitted, and its branch has no upstream to compare with",
                        "name the commit before your change: --base REV"));
    Optional<String> common = git.ask(Commits.NAME, "merge-base", head, upstream);
    if (common.isEmpty()) {
      throw git.repository().shallow()
          ? new UserError(
              where,
              "is shallow, so that its common base with upstream is not there",
              "git fetch --unshallow, or name the commit before your change: --base REV")
          : new UserError(
              where,
              "has no common base with its upstream branch",
              "name the commit before your change: --base REV");
    }
    return new Base(common.get(), "the merge base with the upstream branch");
  }

  private String changes(Commit base) {
    requireSmall(base);
    Path file = git.file(TreeState.PATCH);
    CommandResult result =
        git.work(
            "diff",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--no-renames",
            "--no-relative",
            "--binary",
            "--full-index",
            "--ignore-submodules=none",
            "--submodule=short",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--output=" + file,
            base.id(),
            "--");
    if (!result.ok()) {
      throw commits.unreadable(base.id(), result.summary());
    }
    return HostIo.get(
        "cannot read the changes of " + top,
        () -> {
          if (Files.size(file) == 0) {
            throw new UserError(
                where,
                "does not differ from " + base.shortId(),
                "change something, or name an older commit: --base REV");
          }
          if (Files.size(file) > MOST_BYTES) {
            throw new UserError(
                where,
                "differs from %s by %d MiB".formatted(base.shortId(), Files.size(file) >> 20),
                "name a nearer commit: --base REV");
          }
          String diff = Files.readString(file, StandardCharsets.ISO_8859_1);
          requireNoSubmodule(diff);
          return diff;
        });
  }

  /** A disk image that was added by mistake would take git, and everybody after it, an hour. */
  private void requireSmall(Commit base) {
    List<String> names = new ArrayList<>();
    CommandResult result =
        git.lines(
            names::add, "diff", "--no-ext-diff", "--no-renames", "--name-only", base.id(), "--");
    if (!result.ok()) {
      throw commits.unreadable(base.id(), result.summary());
    }
    for (String name : names) {
      Path file = top.resolve(name).normalize();
      long bytes =
          name.startsWith("\"") || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              ? 0
              : HostIo.get("cannot read " + file, () -> Files.size(file));
      if (bytes > Commits.MOST_BYTES) {
        throw new UserError(
            where,
            "has a file that belongs to no kernel: %s, %d MiB"
                .formatted(Printable.line(name, 200), bytes >> 20),
            "git rm --cached it");
      }
    }
  }

  private void requireNoSubmodule(String diff) {
    boolean submodule =
        diff.lines()
            .anyMatch(
                line ->
                    line.matches("(new file|deleted file|old|new) mode 160000")
                        || line.matches("index [0-9a-f.]+ 160000"));
    if (submodule) {
      throw new UserError(where, "has a submodule", "build a tree without it");
    }
  }

  private List<String> untracked() {
    List<String> found = new ArrayList<>();
    List<String> words = new ArrayList<>(List.of("ls-files", "--others", "--directory"));
    words.addAll(List.of("--no-empty-directory", "--exclude-per-directory=.gitignore"));
    Path more = git.repository().common().resolve("info").resolve("exclude");
    if (Files.isReadable(more)) {
      Path copy = git.file("exclude");
      HostIo.run("cannot read " + more, () -> Files.copy(more, copy));
      words.add("--exclude-from=" + copy);
    }
    var unused =
        git.lines(
            line -> {
              if (found.size() < MOST_UNTRACKED) {
                found.add(Printable.line(line, 200));
              }
            },
            words.toArray(String[]::new));
    return found;
  }
}
