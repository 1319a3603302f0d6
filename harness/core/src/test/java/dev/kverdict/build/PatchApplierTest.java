package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            "p.patch: it would apply with fuzz 1, if less of its context has to fit: --fuzz 1");
    assertThat(source.resolve("dir/file.c")).content().contains("line three\n");
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

  private Optional<BuildOutcome> apply(String patch) throws IOException {
    List<PatchSet.Unpacked> one =
        PatchSet.of("p.patch", patch).unpack(directory.resolve("patches"));
    return new PatchApplier(new HostLane()).apply(source, one.get(0)).refused();
  }
}
