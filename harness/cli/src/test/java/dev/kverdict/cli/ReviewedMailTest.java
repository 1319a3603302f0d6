package dev.kverdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.fetch.PatchSource;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import dev.kverdict.patch.PatchSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What b4 hands to a check, in a repository with a review branch as b4 makes it. */
class ReviewedMailTest {

  private static final String DIFF =
      """

      Text.
      ---
      diff --git a/f b/f
      --- a/f
      +++ b/f
      @@ -1 +1 @@
      -0
      +1
      """;

  @TempDir private Path tree;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void track() throws IOException {
    CommandResult made =
        new HostLane()
            .run(
                Command.of(
                        tree,
                        "bash",
                        "-ec",
                        """
                        export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
                        git init -q .
                        git config user.name n; git config user.email n@example.org
                        for i in 0 1 2; do
                          echo $i >f; git add f; git commit -q -m "change $i"
                          [ $i != 1 ] || first=$(git rev-parse HEAD)
                        done
                        git checkout -q -b b4/review/20261129-change
                        git commit -q --allow-empty -m 'cover and tracking'
                        printf '{"series": {"first-patch-commit": "%s", "change-id": "20261129-change"}}' \
                          $first >.git/tracking
                        """)
                    .asChore());
    assertThat(made.ok()).as(made.summary()).isTrue();
  }

  private Optional<ReviewedMail.Asked> asked(String mail, boolean series) {
    PatchSource source =
        new PatchSource(
            new HostLane(), InputStream.nullInputStream(), tree, URI.create("http://127.0.0.1:9/"));
    return new ReviewedMail(source, environment)
        .asked(new ByteArrayInputStream(mail.getBytes(UTF_8)), series);
  }

  private void tracked() {
    environment.put("B4_TRACKING_FILE", tree.resolve(".git/tracking").toString());
  }

  private static String mail(String subject) {
    return """
        From: A <a@example.org>
        Subject: %s
        Message-ID: <id@example.org>
        Date: Sun, 29 Nov 2026 10:00:00 +0000

        Text.
        """
        .formatted(subject);
  }

  private static PatchSet patches(Optional<ReviewedMail.Asked> asked) {
    return asked.orElseThrow().patches();
  }

  @Test
  void aPatchIsJudgedAsItIs() {
    var asked = asked(mail("[PATCH] change 1") + DIFF, false);
    assertThat(patches(asked).patches()).hasSize(1);
    assertThat(asked.orElseThrow().part()).isFalse();
  }

  @Test
  void onePatchOfASeriesIsAPartUnlessTheSeriesIsMeant() {
    tracked();
    var alone = asked(mail("[PATCH 1/2] change 1") + DIFF, false);
    assertThat(patches(alone).patches()).hasSize(1);
    assertThat(alone.orElseThrow().part()).isTrue();
    var whole = asked(mail("[PATCH 1/2] change 1") + DIFF, true);
    assertThat(patches(whole).patches()).hasSize(2);
    assertThat(whole.orElseThrow().part()).isFalse();
    assertThat(patches(asked(mail("[PATCH] change 1") + DIFF, true)).patches()).hasSize(1);
  }

  @Test
  void aCoverLetterStandsForTheSeriesOnB4sBranch() {
    tracked();
    PatchSet series = patches(asked(mail("[PATCH v2 0/2] changes"), false));
    assertThat(series.patches()).hasSize(2);
    assertThat(series.patches().get(1).mail().orElseThrow().subject())
        .isEqualTo("[PATCH 2/2] change 2");
  }

  @Test
  void withoutABranchTheArchiveIsAsked() {
    assertThatThrownBy(() -> asked(mail("[PATCH 0/2] changes"), false))
        .hasMessageContaining("lore:<id@example.org>")
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void aBranchThatIsNamedByNobodyIsNotAsked() throws IOException {
    tracked();
    Files.writeString(
        tree.resolve(".git/tracking"),
        "{\"series\": {\"first-patch-commit\": \"--output=x\", \"change-id\": \"y\"}}");
    assertThatThrownBy(() -> asked(mail("[PATCH 0/2] changes"), false))
        .hasMessageContaining("lore:");
    Files.writeString(tree.resolve(".git/tracking"), "no JSON");
    assertThatThrownBy(() -> asked(mail("[PATCH 0/2] changes"), false))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not JSON");
  }

  @Test
  void thereIsNothingToSayAboutOtherMails() {
    assertThat(asked(mail("Re: [PATCH 0/2] changes"), true)).isEmpty();
    assertThat(asked(mail("a question"), false)).isEmpty();
    assertThat(asked("", false)).isEmpty();
  }
}
