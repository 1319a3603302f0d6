package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change comes to in its file: a diff with the whole file as context. */
class PlacesTest {

  /** A file with lines as a diff has them: with a blank, a plus or a minus before each. */
  private static FileChange change(String path, String diff) {
    List<HunkLine> lines =
        diff.lines()
            .map(
                line ->
                    new HunkLine(
                        switch (line.charAt(0)) {
                          case '+' -> HunkLine.Kind.ADDED;
                          case '-' -> HunkLine.Kind.REMOVED;
                          default -> HunkLine.Kind.CONTEXT;
                        },
                        line.substring(1)))
            .toList();
    return FileChange.of(new ChangedFile(path, path, List.of(new Hunk(1, lines)), false));
  }

  private static final String FUNCTION =
      """
       int f(int a)
       {
      -	old(a);
      +	new(a);
      +	more(a);
       	keep(a);
       }
      """;

  @Test
  void bothFilesAreNumberedSideBySide() {
    FileChange change = change("fs/f.c", FUNCTION);
    assertThat(change.old(3).text()).isEqualTo("\told(a);");
    assertThat(change.now(4).text()).isEqualTo("\tmore(a);");
    assertThat(change.text()).hasSize(6).contains("\tmore(a);").doesNotContain("\told(a);");
    assertThat(change.rows().get(2)).isEqualTo(new FileChange.Row(HunkLine.Kind.REMOVED, 3, 3));
    assertThat(change.rows().get(4)).isEqualTo(new FileChange.Row(HunkLine.Kind.ADDED, 4, 4));
    assertThat(change.rows().stream().filter(FileChange.Row::changed)).hasSize(3);
    assertThat(change.isC()).isTrue();
    assertThat(change("fs/f.h", FUNCTION).isC()).isFalse();
  }

  @Test
  void aPlaceHasItsLinesOnEitherSide() {
    assertThat(Places.of(change("fs/f.c", FUNCTION)))
        .singleElement()
        .satisfies(
            place -> {
              assertThat(place.label()).isEqualTo("fs/f.c:3 (+2 -1)");
              assertThat(place.function()).isEqualTo("f");
              assertThat(place.oldLines()).containsExactly(3);
              assertThat(place.newLines()).containsExactly(3, 4);
              assertThat(place.deletion()).isFalse();
              assertThat(place.measurable()).isTrue();
            });
  }

  @Test
  void whereOneSideHasNothingTheNearestLineOfTheFunctionIsWatched() {
    PatchedPlace removed =
        Places.of(change("f.c", " int f(int a)\n {\n-\told(a);\n \tkeep(a);\n }\n")).get(0);
    assertThat(removed.oldLines()).containsExactly(3);
    assertThat(removed.newLines()).containsExactly(3);
    assertThat(removed.deletion()).isTrue();
    PatchedPlace added =
        Places.of(change("f.c", " int f(int a)\n {\n \tkeep(a);\n+\tnew(a);\n }\n")).get(0);
    assertThat(added.oldLines()).containsExactly(3);
    assertThat(added.newLines()).containsExactly(4);
    assertThat(added.deletion()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"6, 1", "7, 2"})
  void changesThatAreNearShareAPlace(int between, int places) {
    String quiet = " \tkeep(a);\n".repeat(between);
    assertThat(
            Places.of(
                change("f.c", " int f(int a)\n {\n+\tone(a);\n" + quiet + "+\ttwo(a);\n }\n")))
        .hasSize(places);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          f.c    | +#define A 1    | a macro
          f.c    | +int table[9];  | data or declarations
          f.c    | +/* words */    | comments only
          f.h    | +int f(int a);  | a header
          Kbuild | +obj-y += f.o   | no C file
          """)
  void whatCannotRunSaysWhy(String path, String line, String reason) {
    PatchedPlace place = Places.of(change(path, line + "\n")).get(0);
    assertThat(place.notMeasurable()).isEqualTo(reason);
    assertThat(place.measurable()).isFalse();
  }

  private static Optional<String> tripwire(String diff, int line) {
    return Tripwire.diff(change("fs/f.c", diff), line);
  }

  @Test
  void aTripwireKeepsTheConditionOfTheAssertionThatWasEdited() {
    assertThat(
            tripwire(
                """
                 int f(int a)
                 {
                -	BUG_ON(a >
                -	       limit);
                +	if (a > limit)
                +		return -EIO;
                 	keep(a);
                 }
                """,
                4))
        .hasValue(
            "--- a/fs/f.c\n+++ b/fs/f.c\n@@ -2,2 +2,3 @@\n {\n"
                + "+\tif (a > limit) printk(KERN_WARNING \"kverdict: tripwire\\n\");\n"
                + " \tif (a > limit)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "BUG_ON(a);, true",
    "VM_WARN_ON_ONCE(a);, true",
    "WARN_ON (a) ;, true",
    "if (a) BUG();, false",
    "r = WARN_ON(a);, false",
    "check(a);, false"
  })
  void onlyABareAssertionHasATripwire(String statement, boolean has) {
    String diff = " int f(int a)\n {\n-\t" + statement + "\n \tkeep(a);\n }\n";
    assertThat(tripwire(diff, 3).isPresent()).isEqualTo(has);
  }

  @Test
  void nothingIsPutBeforeAFileOrWhereNothingStood() {
    assertThat(tripwire("-BUG_ON(a);\n", 1)).isEmpty();
    assertThat(tripwire("+BUG_ON(a);\n int f;\n", 1)).isEmpty();
  }
}
