package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.patch.Fit;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchApplierTest {

  private static final String PATCH =
      """
      Subject: say two

      --- a/dir/file.c
      +++ b/dir/file.c
      @@ -2,3 +2,3 @@ int main(void)
       line two
      -line three
      +line 3
       line four
      """;

  private static final String PLAIN = PATCH.substring(PATCH.indexOf("---"));
  private static final String DONE = "line one\nline two\nline 3\nline four\n";

  @TempDir Path directory;

  private Path pristine;
  private Path source;

  @BeforeEach
  void tree() throws IOException {
    pristine = directory.resolve("pristine.c");
    Files.writeString(pristine, "line one\nline two\nline three\nline four\n");
    source = Files.createDirectories(directory.resolve("tree"));
    Files.createDirectories(source.resolve("dir"));
    Files.createLink(source.resolve("dir/file.c"), pristine);
  }

  @Test
  void appliesAndLeavesTheOtherLinkAlone() throws IOException {
    assertThat(apply(PATCH)).isEmpty();
    assertThat(source.resolve("dir/file.c")).content().contains("line 3\n");
    assertThat(pristine).content().contains("line three\n");
  }

  @Test
  void knowsWhatIsApplied() throws IOException {
    assertThat(apply(PATCH)).isEmpty();
    assertThat(apply(PATCH)).map(BuildOutcome::kind).contains(BuildOutcome.Kind.ALREADY_APPLIED);
  }

  @Test
  void saysWhichHunkAndWhichLineDoNotFit() throws IOException {
    Optional<BuildOutcome> refused = apply(PATCH.replace("line two", "line zwei"));
    assertThat(refused).map(BuildOutcome::kind).contains(BuildOutcome.Kind.PATCH_REJECTED);
    assertThat(refused.get().lines())
        .containsExactly(
            "p.patch: hunk for dir/file.c line 2 does not apply",
            "line 2: expected 'line zwei', found 'line two'",
            "p.patch: it would apply with fuzz 1, which ignores that much of its context: --fuzz 1"
                + " (no context is left: hunks that only add lines go where their line number says)");
    assertThat(source.resolve("dir/file.c")).content().contains("line three\n");
  }

  @Test
  void blanksThatDifferAreShown() throws IOException {
    String both = PATCH.replace("line two", "line\ttwo").replace("line three", "line drei");
    assertThat(apply(both).orElseThrow().lines())
        .contains("line 2: expected 'line\\ttwo', found 'line two'");
  }

  @Test
  void emptyLinesAfterAHunkAreNotSought() throws IOException {
    Files.writeString(source.resolve("dir/file.c"), Files.readString(pristine) + "\n\n\n\n\n");
    Optional<BuildOutcome> refused = apply(PATCH.replace("line two", "line zwei") + "\n\n\n\n");
    assertThat(refused.orElseThrow().lines())
        .contains("line 2: expected 'line zwei', found 'line two'");
  }

  @Test
  void missingFileIsNamed() throws IOException {
    Optional<BuildOutcome> refused = apply(PATCH.replace("dir/file.c", "dir/none.c"));
    assertThat(refused).map(BuildOutcome::kind).contains(BuildOutcome.Kind.PATCH_REJECTED);
    assertThat(String.join("\n", refused.get().lines())).contains("dir/none.c");
  }

  @Test
  void pathsOutsideTheTreeAreRefused() throws IOException {
    assertThatThrownBy(() -> apply(PATCH.replace("dir/file.c", "../pristine.c")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("leaves the source");
    assertThat(pristine).content().contains("line three\n");
  }

  @Test
  void linksThatLeadOutOfTheTreeAreNotFollowed() throws IOException {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.copy(pristine, outside.resolve("file.c"));
    Files.createSymbolicLink(source.resolve("link"), outside);
    assertThat(apply(PATCH.replace("dir/file.c", "link/file.c"))).isPresent();
    assertThat(outside.resolve("file.c")).content().contains("line three\n");
  }

  @Test
  void carriageReturnsOfThePatchAreTakenOutOnlyIfTheyAreInTheWay() throws IOException {
    PatchApplier.Applied applied = applied(PLAIN.replace("\n", "\r\n"));
    assertThat(applied.refused()).isEmpty();
    assertThat(applied.notes()).containsExactly("p.patch: its line ends (CR LF) were normalised");
    assertThat(applied.fit()).isEqualTo(Fit.NORMALISED);
    assertThat(source.resolve("dir/file.c")).content().isEqualTo(DONE);
    assertThat(apply(PLAIN.replace("\n", "\r\n")))
        .map(BuildOutcome::kind)
        .contains(BuildOutcome.Kind.ALREADY_APPLIED);
  }

  @Test
  void aSourceWithCarriageReturnsKeepsThem() throws IOException {
    Files.writeString(
        source.resolve("dir/file.c"), Files.readString(pristine).replace("\n", "\r\n"));
    PatchApplier.Applied applied = applied(PLAIN.replace("\n", "\r\n"));
    assertThat(applied.refused()).isEmpty();
    assertThat(applied.notes()).isEmpty();
    assertThat(applied.fit()).isEqualTo(Fit.CLEAN);
    assertThat(source.resolve("dir/file.c")).content().isEqualTo(DONE.replace("\n", "\r\n"));
  }

  @Test
  void aHunkThatFitsElsewhereIsAppliedThereAndThatIsSaid() throws IOException {
    Files.writeString(
        source.resolve("dir/file.c"), "new one\nnew two\n" + Files.readString(pristine));
    PatchApplier.Applied applied = applied(PATCH);
    assertThat(applied.refused()).isEmpty();
    assertThat(applied.notes())
        .containsExactly("p.patch: hunk 1 of dir/file.c fits at line 4, 2 lines off");
    assertThat(applied.fit()).isEqualTo(Fit.OFFSET);
  }

  @Test
  void fuzzIsOfferedAndOnlyTakenWhenAskedFor() throws IOException {
    String old = PATCH.replace("line four", "line vier");
    Optional<BuildOutcome> refused = apply(old);
    assertThat(refused).map(BuildOutcome::kind).contains(BuildOutcome.Kind.PATCH_REJECTED);
    assertThat(refused.orElseThrow().lines())
        .containsExactly(
            "p.patch: hunk for dir/file.c line 2 does not apply",
            "line 4: expected 'line vier', found 'line four'",
            "p.patch: it would apply with fuzz 1, which ignores that much of its context: --fuzz 1"
                + " (no context is left: hunks that only add lines go where their line number says)");
    assertThat(source.resolve("dir/file.c")).content().doesNotContain("line 3");
    PatchApplier.Applied applied = applied(old, new PatchOptions(false, 2));
    assertThat(applied.refused()).isEmpty();
    assertThat(applied.notes())
        .first()
        .asString()
        .startsWith("p.patch: applied with fuzz 1, as asked for");
    assertThat(applied.fit()).isEqualTo(Fit.FUZZ);
    assertThat(source.resolve("dir/file.c")).content().isEqualTo(DONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          line->two && <three>\\t  | line->two && <three>                 | white space was changed
          line->two && <three>     | line->two  &&\\t<three>              | white space was changed
          \\tline->two && <three>  |         line->two && <three>         | white space was changed
          line->two && <three>     | line-&gt;two &amp;&amp; &lt;three&gt; | saved from a web page
          line->two && <three>     | line-&amp;gt;two &#38;&#x26; &lt;three> | saved from a web page
          """)
  void whatAProgramDidToAPatchIsNoFaultOfThePatch(String there, String sent, String said)
      throws IOException {
    Files.writeString(
        source.resolve("dir/file.c"),
        Files.readString(pristine).replace("line two", there.replace("\\t", "\t")));
    assertThatThrownBy(() -> apply(PATCH.replace("line two", sent.replace("\\t", "\t"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("p.patch: hunk for dir/file.c line 2: fits except for")
        .hasMessageContaining(said);
    assertThat(source.resolve("dir/file.c")).content().contains("line three\n");
  }

  private static final String LONG = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";

  private static final String FOR_LONG =
      """
      diff --git a/dir/file.c b/dir/file.c
      index 0123456789ab..1123456789ab 100644
      --- a/dir/file.c
      +++ b/dir/file.c
      @@ -3,5 +3,5 @@
       3
       4
      -5
      +five
       6
       7
      """;

  @Test
  void someContextIsBetterThanNone() throws IOException {
    Files.writeString(pristine, "0\n" + LONG.replace("3\n", "three\n"));
    PatchApplier.Applied applied = applied(FOR_LONG, new PatchOptions(false, 9));
    assertThat(applied.notes())
        .containsExactly(
            "p.patch: applied with fuzz 1, as asked for",
            "p.patch: hunk 1 of dir/file.c fits at line 5, by 1 lines of context before it"
                + " and 1 after it");
    assertThat(source.resolve("dir/file.c")).content().contains("4\nfive\n6\n");
  }

  @Test
  void withoutContextLinesGoWhereTheirNumberSays() throws IOException {
    Files.writeString(pristine, LONG.replace("3\n", "three\n").replace("7\n", "seven\n"));
    String adds =
        """
        --- a/dir/file.c
        +++ b/dir/file.c
        @@ -3 +3,2 @@
         3
        +three and a half
        @@ -7 +8,2 @@
        +six and a half
         7
        """;
    assertThat(applied(adds, new PatchOptions(false, 1)).refused()).isEmpty();
    assertThat(source.resolve("dir/file.c"))
        .content()
        .isEqualTo("1\n2\nthree\nthree and a half\n4\n5\n6\nsix and a half\nseven\n8\n9\n");
  }

  private static PatchOptions knowing(String version) {
    return new PatchOptions(false, 0, Map.of("0123456789ab", version));
  }

  @Test
  void aPatchIsMergedWithTheVersionThatItWasMadeFor() throws IOException {
    Files.writeString(pristine, LONG.replace("3\n", "three\n"));
    assertThat(applied(FOR_LONG).refused().orElseThrow().lines())
        .contains(
            "p.patch: or merge it with the version that it was made for: --3way, with its"
                + " repository as --tree");
    PatchApplier.Applied applied = applied(FOR_LONG, knowing(LONG));
    assertThat(applied.refused()).isEmpty();
    assertThat(applied.notes())
        .containsExactly(
            "p.patch: merged in three ways with the version that it was made for, as asked for");
    assertThat(applied.fit()).isEqualTo(Fit.MERGED);
    assertThat(source.resolve("dir/file.c"))
        .content()
        .isEqualTo(LONG.replace("3\n", "three\n").replace("5\n", "five\n"));
    assertThat(pristine).content().doesNotContain("five");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          5, cinq, 5, leaves a conflict in dir/file.c
          3, three, 9, does not apply to the version that it names
          """)
  void whatCannotBeMergedIsRejected(String line, String changed, String base, String said)
      throws IOException {
    Files.writeString(pristine, LONG.replace(line, changed));
    PatchApplier.Applied applied =
        applied(FOR_LONG, knowing(base.equals("5") ? LONG : LONG.replace("5", "?")));
    assertThat(applied.refused().orElseThrow().kind()).isEqualTo(BuildOutcome.Kind.PATCH_REJECTED);
    assertThat(String.join("\n", applied.refused().orElseThrow().lines())).contains(said);
    assertThat(source.resolve("dir/file.c")).content().doesNotContain("five").contains("9\n");
  }

  @Test
  void anotherLineIsNoDamage() throws IOException {
    assertThat(apply(PATCH.replace("line two", "line  zwei &lt;")))
        .map(BuildOutcome::kind)
        .contains(BuildOutcome.Kind.PATCH_REJECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dir/file.c", "./dir/file.c", "tree/dir/file.c", "src/tree/dir/file.c"})
  void anyPrefixIsFittedToTheTree(String path) throws IOException {
    String patch = PATCH.replace("a/dir/file.c", path).replace("b/dir/file.c", path);
    assertThat(apply(patch)).isEmpty();
    assertThat(source.resolve("dir/file.c")).content().isEqualTo(DONE);
    assertThat(pristine).content().contains("line three\n");
  }

  private Optional<BuildOutcome> apply(String patch) throws IOException {
    return applied(patch).refused();
  }

  private PatchApplier.Applied applied(String patch) throws IOException {
    return applied(patch, PatchOptions.STRICT);
  }

  private PatchApplier.Applied applied(String patch, PatchOptions options) throws IOException {
    PatchSet set = PatchSet.of("p.patch", patch.getBytes(StandardCharsets.ISO_8859_1), options);
    List<PatchSet.Unpacked> one = TreeWork.fitted(set, source).unpack(directory.resolve("patches"));
    return new PatchApplier(new HostLane()).apply(source, one.get(0));
  }
}
