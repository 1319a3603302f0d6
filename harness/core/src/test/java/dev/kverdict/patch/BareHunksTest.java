package dev.kverdict.patch;

import static dev.kverdict.patch.PatchForms.DIFF;
import static dev.kverdict.patch.PatchForms.one;
import static dev.kverdict.patch.PatchForms.set;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The context of hunks, and patches without it. */
class BareHunksTest {

  private static final String HUNKS =
      """
      --- a/fs/x/f.c
      +++ b/fs/x/f.c
      @@ -10,4 +10,6 @@
       a
       b
      +new
      +newer
       c
       d
      @@ -20,4 +22,3 @@
       e
      -gone
       f
       g
      @@ -30,4 +31,4 @@
       h
      -old
       inner
      +now
       i
      """;

  @Test
  void theLinesThatChangeKeepTheirNumbers() {
    assertThat(one(set(HUNKS)).withoutContext())
        .hasValue(
            """
            --- a/fs/x/f.c
            +++ b/fs/x/f.c
            @@ -11,0 +12,2 @@
            +new
            +newer
            @@ -21,1 +22,0 @@
            -gone
            @@ -31,2 +32,2 @@
            -old
             inner
            +now
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--- /dev/null\n+++ b/fs/x/g.c\n@@ -0,0 +1 @@\n+a\n",
        "--- a/fs/x/g.c\n+++ b/fs/x/g.c\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n",
        "diff --git a/fs/x/g.c b/fs/x/g.c\nindex 1234567..89abcde 100644\n"
            + "Binary files a/fs/x/g.c and b/fs/x/g.c differ\n",
        "diff --git a/fs/x/g.c b/fs/x/g.c\nold mode 100644\nnew mode 100755\n"
      })
  void onlyLinesOfFilesThatExistAreChangedWithoutIt(String more) {
    assertThat(one(set(HUNKS + more)).withoutContext()).isEmpty();
  }

  @Test
  void theLongerEdgeOfAHunkCounts() {
    assertThat(one(set(DIFF)).mostContext()).as("two lines before, one after").isEqualTo(2);
    String after =
        "--- a/f.c\n+++ b/f.c\n@@ -1,4 +1,4 @@\n a\n-b\n+c\n d\n e\n@@ -9 +9 @@\n-f\n+g\n";
    assertThat(one(set(after)).mostContext()).as("one line before, two after").isEqualTo(2);
    String atTheTop = "--- a/f.c\n+++ b/f.c\n@@ -1,4 +1,3 @@\n-a\n b\n c\n d\n";
    assertThat(one(set(atTheTop)).mostContext()).as("none before, three after").isEqualTo(3);
  }
}
