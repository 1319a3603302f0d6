package dev.kverdict.patch;

import dev.kverdict.UserError;
import dev.kverdict.fuzz.FuzzTarget;
import dev.kverdict.fuzz.Masses;
import dev.kverdict.fuzz.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever a patch file holds: patches inside of the source, as git is given them, or one error.
 */
public final class PatchFuzz {

  private static final String HEAD = "From: A <a@example.org>\nSubject: %s\n%s\n";

  private static final String FORMS =
      """
      diff --git a/fs/x/old.c b/fs/x/new.c
      similarity index 90%
      rename from fs/x/old.c
      rename to fs/x/new.c
      index 0123456..789abcd 100644
      --- a/fs/x/old.c
      +++ b/fs/x/new.c
      @@ -1 +1 @@
      -a
      +b
      \\ No newline at end of file
      diff --git "a/fs/\\303\\244 b" "b/fs/\\303\\244 b"
      new file mode 100644
      --- /dev/null
      +++ "b/fs/\\303\\244 b"
      @@ -0,0 +1 @@
      +new
      diff --git a/fs/y b/fs/y
      deleted file mode 100644
      GIT binary patch
      """;

  private static final String OTHER_TREE =
      """
      Index: linux-6.1/fs/x/f.c
      ===================================================================
      --- linux-6.1.orig/fs/x/f.c\t2024-01-01 00:00:00.000000000 +0000
      +++ linux-6.1/fs/x/f.c\t2024-01-01 00:00:01.000000000 +0000
      @@ -1,2 +1,2 @@
       c
      -BUG_ON(n);
      +if (WARN_ON(n))
      """;

  /** For {@code ci/fuzz}. */
  public static final FuzzTarget TARGET =
      new FuzzTarget("patch", PatchFuzz.class, PatchFuzz::fuzzerTestOneInput, seeds(), words());

  private PatchFuzz() {}

  static List<byte[]> seeds() {
    String diff = PatchForms.DIFF;
    List<byte[]> seeds = new ArrayList<>();
    for (String text :
        List.of(
            diff,
            FORMS,
            OTHER_TREE,
            diff.replace("a/fs", "fs").replace("b/fs", "fs"),
            diff.replace("\n", "\r\n"),
            HEAD.formatted("[PATCH] x", "") + diff + "-- \n2.43.0\n",
            HEAD.formatted("[PATCH] x", "Content-Type: text/plain; format=flowed\n") + diff,
            HEAD.formatted("x", "Content-Type: multipart/mixed; boundary=b\n")
                + "--b\nContent-Type: text/x-patch; name=x.patch\n\n"
                + diff
                + "\n--b--\n",
            PatchForms.mbox(
                HEAD.formatted("[PATCH 2/2] b", "") + diff,
                HEAD.formatted("Re: [PATCH 2/2] b", "") + "> " + diff.replace("\n", "\n> "),
                HEAD.formatted("[PATCH 1/2] a", "") + diff.replace("f.c", "g.c")))) {
      seeds.add(text.getBytes(StandardCharsets.UTF_8));
    }
    seeds.add(PatchForms.zipped(seeds.get(0)));
    return seeds;
  }

  static List<String> words() {
    return List.of(
        "From a Mon Jan  1 00:00:00 2024\n",
        "Subject: [PATCH 1/2] x\n",
        "Subject: Re: [PATCH v2 2/2] x\n",
        "Content-Type: multipart/mixed; boundary=b\n",
        "Content-Type: text/plain; charset=utf-16; format=flowed\n",
        "Content-Type: text/html\n",
        "Content-Transfer-Encoding: base64\n",
        "Content-Transfer-Encoding: quoted-printable\n",
        "Content-Type: message/rfc822\n",
        "In-Reply-To: <a@b>\n",
        "=?utf-8?B?!?=",
        "re: ",
        "[a] ",
        "\n",
        "\r\n",
        "\n--b\n",
        "\n--b--\n",
        "-- >8 --\n",
        "commit 0123456789abcdef\nAuthor: a\nDate: x\n",
        "diff --git a/x b/x\n",
        "diff --git a/x\" b/x",
        "diff --git \"a/\\303\\244 b\" b/x\n",
        "rename from x y\n",
        "rename to ../y\n",
        "new file mode 100644\n",
        "old mode 100644\n",
        "index 0123456..789abcd 100644\n",
        "Binary files a/x and b/x differ\n",
        "--- a/x\n+++ b/x\n",
        "--- /etc/passwd\n+++ /etc/passwd\n",
        "--- a/../../x\n+++ ../x\n",
        "--- \"a/\\056\\056/x\"\n+++ \"b/..\\057..\\057x\"\n",
        "--- /dev/null\n",
        "+++ /dev/null\n",
        "@@ -1,2 +1 @@\n",
        "@@ -1 +1 @@\n-a\n+b\n",
        "@@ -999999999,999999999 +1 @@\n",
        "@@@ -1 -1 +1 @@@\n",
        " c\n",
        "+a\n",
        "-r\n",
        "> ",
        " ",
        "/",
        "\"",
        "\\",
        "\\ No newline\n",
        "\u0000",
        "\u00ff",
        "\u001f\u008b\u0008",
        "\u001b[1m",
        "\u00ef\u00bb\u00bf");
  }

  /** Reads an input as a patch file, with what may be asked for and without. */
  public static void fuzzerTestOneInput(byte[] input) {
    byte[] bytes = Masses.of(input);
    for (PatchOptions options : List.of(PatchOptions.STRICT, PatchOptions.PICKED)) {
      try {
        PatchSet set = PatchSet.of("p", bytes, options);
        int read = check(set);
        Promise.kept(read > 0, "a file without a patch is no error");
        use(set);
      } catch (UserError e) {
        Promise.oneLine(e);
      }
    }
  }

  /** Checks the patches of a set, and returns how many there are. */
  static int check(PatchSet set) {
    for (ParsedPatch patch : set.patches()) {
      for (String path : patch.paths()) {
        Promise.kept(Promise.staysInside(path), "the path %s leaves the source", path);
      }
      Promise.kept(
          DiffReader.read(patch.text(), "again").changes(PathPrefix.USUAL).equals(patch.files()),
          "what git is given is not what was read:%n%s",
          patch.text());
    }
    for (String note : set.notes()) {
      Promise.kept(Promise.isPlain(note), "a note has control characters: %s", note);
    }
    return set.patches().size();
  }

  /** Does with a set what is done with any that can be read. */
  private static void use(PatchSet set) {
    Promise.kept(!set.digest().isEmpty(), "a set has no digest");
    Promise.kept(!set.changes().isEmpty(), "a set's changes have no digest");
    Promise.kept(Promise.isPlain(set.subject()), "a subject has %s", set.subject());
    Promise.kept(!set.in(path -> path.length() % 2 == 0).paths().contains(""), "an empty path");
    for (ParsedPatch patch : set.patches()) {
      Promise.kept(patch.mostContext() >= 0, "less than no context");
      var unused = patch.bases();
      patch
          .withoutContext()
          .ifPresent(bare -> Promise.kept(!DiffReader.read(bare, "bare").isEmpty(), "empty"));
    }
  }
}
