package dev.kverdict.patch;

import static dev.kverdict.patch.PatchForms.DIFF;
import static dev.kverdict.patch.PatchForms.TEXT;
import static dev.kverdict.patch.PatchForms.isRefused;
import static dev.kverdict.patch.PatchForms.isThePatch;
import static dev.kverdict.patch.PatchForms.mail;
import static dev.kverdict.patch.PatchForms.mbox;
import static dev.kverdict.patch.PatchForms.one;
import static dev.kverdict.patch.PatchForms.plain;
import static dev.kverdict.patch.PatchForms.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which mails of a thread are the patch. */
class SeriesFormsTest {

  // Threads.

  @Test
  void aMailThatCameTwiceIsTakenOnce() {
    String mail = plain("[PATCH] x", TEXT + DIFF);
    PatchSet set =
        set(mbox(mail, mail.replace("To: list", "To: other") + "\n___\nother mailing list\n"));
    isThePatch(set);
    assertThat(set.notes())
        .containsExactly("p: the same patch is there twice and is taken once: [PATCH] x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[PATCH v2] x",
        "[PATCH V2] x",
        "[fs-dev] [PATCH v2] x",
        "[PATCHv2] X",
        "[PATCH v2 1/1] y"
      })
  void theNewestVersionIsTaken(String newer) {
    String old = plain("[PATCH] x", TEXT + DIFF.replace("+ 1;", "+ 2;"));
    PatchSet set = set(mbox(plain(newer, TEXT + DIFF), old));
    isThePatch(set);
    assertThat(set.notes()).containsExactly("p: v2 is taken, the newest version; left out: v1");
    isThePatch(set(mbox(old, plain(newer, TEXT + DIFF))));
  }

  @Test
  void aNewerVersionUnderAnotherSubjectAnswersTheOldOne() {
    String old = mail("[PATCH] x", "Message-ID: <1@e>\n", DIFF.replace("+ 1;", "+ 2;"));
    isThePatch(set(mbox(old, mail("[PATCH v2] y", "In-Reply-To: <1@e>\n", DIFF))));
    isRefused(
        mbox(old, mail("[PATCH v2] y", "", DIFF)), "different versions ([PATCH] x; [PATCH v2] y)");
  }

  @Test
  void aSeriesHasItsOwnOrder() {
    String first = plain("[Patch 1/2] a", TEXT + DIFF);
    String second = plain("[fs-dev] [Patch 2/2] b", TEXT + DIFF.replace("f.c", "g.c"));
    String cover =
        plain("[PATCH 0/2] both", "Why.\n\n f.c | 1 +\n 1 file changed, 1 insertion(+)\n");
    String reply = plain("Re: [Patch 1/2] a", "> " + DIFF.replace("\n", "\n> ") + "\nGood.\n");
    assertThat(set(mbox(second, reply, cover, first)).patches())
        .extracting(patch -> patch.files().get(0).path())
        .containsExactly("fs/x/f.c", "fs/x/g.c");
    assertThat(set(mbox(plain("[PATCH 1/2] a", DIFF), plain("[PATCH 2/2] a", DIFF))).patches())
        .as("two patches that happen to be alike")
        .hasSize(2);
  }

  @Test
  void anIncompleteSeriesIsNone() {
    String first = plain("[PATCH 1/3] a", TEXT + DIFF);
    String third = plain("[PATCH 3/3] c", TEXT + DIFF.replace("f.c", "g.c"));
    isRefused(
        mbox(third, first),
        "incomplete series: of 3 patches 2 is missing",
        "--incomplete",
        "incomplete: true");
    PatchSet allowed =
        PatchSet.of(
            "p", mbox(third, first).getBytes(StandardCharsets.UTF_8), new PatchOptions(true, 0));
    assertThat(allowed.patches()).hasSize(2);
    assertThat(allowed.notes())
        .containsExactly("p: is an incomplete series: of 3 patches 2 is missing");
    PatchSet second = set(plain("[PATCH 2/3] b", TEXT + DIFF.replace("f.c", "h.c")));
    assertThat(set(first).and(second).and(set(third)).patches()).as("in several files").hasSize(3);
  }

  @Test
  void aSinglePatchOfASeriesIsTakenAndSaid() {
    assertThat(set(plain("[PATCH v3 2/5] b", TEXT + DIFF)).notes())
        .containsExactly(
            "p: is patch 2 of a series of 5, without the others: the verdict is on it alone");
    assertThat(set(plain("[PATCH 1/1] b", TEXT + DIFF)).notes()).isEmpty();
  }

  @Test
  void anAnswersDiffIsAProposal() {
    String patch = plain("[PATCH] x", TEXT + DIFF);
    String reply = plain("Re: [PATCH] x", "How about this?\n\n" + DIFF.replace("f.c", "g.c"));
    PatchSet set = set(mbox(patch, reply));
    isThePatch(set);
    assertThat(set.notes())
        .containsExactly("p: a reply with a diff of its own is left out: Re: [PATCH] x");
    isThePatch(
        set(mbox(plain("a bug", "It crashes.\n"), plain("Re: a bug", "Please try:\n\n" + DIFF))));
    isRefused(
        mbox(reply, plain("Re: [PATCH] x", "Or this?\n\n" + DIFF)),
        "diffs in several replies (Re: [PATCH] x; Re: [PATCH] x)");
    isThePatch(
        set(
            mbox(
                patch,
                plain("Re: [PATCH] x", "No:\n\n" + DIFF.substring(0, DIFF.indexOf("+\t"))))));
  }

  @Test
  void whatCannotBeToldApartIsAnError() {
    String one = plain("[PATCH 1/2] a", DIFF);
    String two = plain("[PATCH 2/2] b", DIFF.replace("f.c", "g.c"));
    isRefused(
        mbox(one, two, plain("[PATCH 1/2] other", DIFF.replace("f.c", "h.c"))),
        "patches of several series");
    isRefused(
        mbox(one, two, plain("[PATCH] other", DIFF.replace("f.c", "h.c"))),
        "with and without a number");
    isRefused(
        mbox(plain("[PATCH] x", DIFF), plain("[PATCH] x", DIFF.replace("+ 1;", "+ 2;"))),
        "different patches with the same subject and version");
    assertThat(
            set(mbox(plain("[PATCH] x", DIFF), plain("[PATCH] y", DIFF.replace("f.c", "g.c"))))
                .patches())
        .hasSize(2);
  }

  @Test
  void oneDiffInSeveralRepliesIsTakenOnce() {
    String question = plain("a bug", "It crashes.\n");
    isThePatch(
        set(
            mbox(
                question,
                plain("Re: a bug", "Please try:\n\n" + DIFF),
                plain("Re: other words", "Once more:\n\n" + DIFF))));
    assertThat(set(mbox(plain("[PATCH] x", DIFF), plain("[PATCH] y", DIFF))).patches())
        .as("two patches that happen to be alike")
        .hasSize(2);
  }

  @Test
  void patchesOfSeriesOfDifferentLengthsAreOfSeveral() {
    isRefused(
        mbox(plain("[PATCH 1/2] a", DIFF), plain("[PATCH 2/3] b", DIFF.replace("f.c", "g.c"))),
        "patches of several series");
  }

  @Test
  void halvesOfTwoVersionsInTwoFilesAreNoSeries() {
    PatchSet old = set(plain("[PATCH 1/2] a", DIFF));
    PatchSet newer = set(plain("[PATCH v2 2/2] b", DIFF.replace("f.c", "g.c")));
    assertThatThrownBy(() -> old.and(newer).patches())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("incomplete series: of 2 patches 2 is missing");
  }

  @Test
  void ofALongSeriesTheFirstGapsAreNamed() {
    String patches = mbox(plain("[PATCH 01/12] a", DIFF), plain("[PATCH 12/12] b", DIFF));
    isRefused(patches, "patches 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 are missing");
    isRefused(
        patches.replace("12] a", "13] a").replace("12/12", "12/13"),
        "10, 11 and others are missing");
  }

  @Test
  void theMailThatIsDamagedIsNamed() {
    isRefused(
        mbox(
            plain("[PATCH 1/2] a", DIFF),
            plain("[PATCH 2/2] b", DIFF.substring(0, DIFF.indexOf("+\t")))),
        "p, mail 2, its text");
  }
}
