package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {

  private final StringBuilder mbox = new StringBuilder();

  private MailboxTest mail(String subject, String id, String answers, String file) {
    mbox.append("From someone Thu Jan  1 00:00:00 1970\nFrom: A <a@example.org>\n");
    mbox.append("Subject: ").append(subject).append("\nMessage-ID: <").append(id).append(">\n");
    mbox.append(answers.isEmpty() ? "" : "In-Reply-To: <" + answers + ">\n");
    mbox.append("\nText.\n");
    if (!file.isEmpty()) {
      mbox.append("--- a/%s\n+++ b/%s\n@@ -1 +1 @@\n-a\n+b\n".formatted(file, file));
    }
    mbox.append('\n');
    return this;
  }

  private List<Mailbox.Part> parts() {
    return Mailbox.parts(mbox.toString().getBytes(StandardCharsets.ISO_8859_1), "box");
  }

  private static List<String> files(Mailbox.Part part) {
    return PatchSet.of("box", part.bytes(), PatchOptions.STRICT).patches().stream()
        .map(patch -> patch.files().get(0).newPath())
        .toList();
  }

  @Test
  void singlePatchesAreTakenApart() {
    mail("[PATCH] one", "1", "", "f.c").mail("[PATCH v2] two", "2", "", "g.c");
    assertThat(parts()).extracting(Mailbox.Part::title).containsExactly("one", "two");
    assertThat(parts()).extracting(Mailbox.Part::mail).containsExactly(1, 2);
    assertThat(parts()).flatExtracting(MailboxTest::files).containsExactly("f.c", "g.c");
  }

  @Test
  void theMailsOfASeriesBelongTogetherWhereverTheyStand() {
    mail("[PATCH 2/2] a, second", "a2", "a0", "a2.c")
        .mail("[PATCH 0/2] a", "a0", "", "")
        .mail("[PATCH 1/2] b, first", "b1", "b0", "b1.c")
        .mail("[PATCH 1/2] a, first", "a1", "a0", "a1.c")
        .mail("[PATCH 2/2] b, second", "b2", "b0", "b2.c");
    assertThat(parts()).hasSize(2);
    assertThat(files(parts().get(0))).containsExactly("a1.c", "a2.c");
    assertThat(files(parts().get(1))).containsExactly("b1.c", "b2.c");
  }

  @Test
  void seriesWithoutAThreadEndWhereANumberComesAgain() {
    mail("[PATCH 1/2] x", "", "", "x1.c")
        .mail("[PATCH 2/2] x", "", "", "x2.c")
        .mail("[PATCH 1/2] y", "", "", "y1.c")
        .mail("[PATCH 2/2] y", "", "", "y2.c");
    assertThat(parts()).hasSize(2);
    assertThat(files(parts().get(1))).containsExactly("y1.c", "y2.c");
  }

  /** git send-email without a cover letter: the patches answer the first one. */
  @Test
  void aSeriesWithoutACoverLetterHangsOnItsFirstPatch() {
    mail("[PATCH 1/2] a", "a1", "", "a1.c")
        .mail("[PATCH 1/2] b", "b1", "", "b1.c")
        .mail("[PATCH 2/2] a", "a2", "a1", "a2.c")
        .mail("[PATCH 2/2] b", "b2", "b1", "b2.c");
    assertThat(parts()).hasSize(2);
    assertThat(files(parts().get(0))).containsExactly("a1.c", "a2.c");
    assertThat(files(parts().get(1))).containsExactly("b1.c", "b2.c");
  }

  @Test
  void anotherVersionIsAnotherCandidate() {
    mail("[PATCH 1/2] x", "1", "0", "x1.c")
        .mail("[PATCH 2/2] x", "2", "0", "x2.c")
        .mail("[PATCH v2 1/2] x", "3", "0", "x1.c")
        .mail("[PATCH v2 2/2] x", "4", "0", "x2.c");
    assertThat(parts()).hasSize(2);
  }

  @Test
  void repliesAndTalkAreNoCandidates() {
    mail("[PATCH] one", "1", "", "f.c")
        .mail("Re: [PATCH] one", "2", "1", "g.c")
        .mail("lunch", "3", "", "");
    assertThat(parts()).extracting(Mailbox.Part::title).containsExactly("one");
  }

  @Test
  void whatIsNoMboxIsOnePart() {
    mbox.append("--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-a\n+b\n");
    assertThat(parts()).hasSize(1);
    assertThat(files(parts().get(0))).containsExactly("f.c");
  }
}
