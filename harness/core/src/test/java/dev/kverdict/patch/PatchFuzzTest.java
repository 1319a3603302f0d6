package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kverdict.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the bytes are, they are patches inside of the source, or one error that says why not.
 */
class PatchFuzzTest {

  private static final long SEED = 4711;
  private static final int INPUTS = Integer.getInteger("kverdict.fuzz", 6000);

  private static final String[] BITS = {
    "From a Mon Jan  1 00:00:00 2024\n",
    "Subject: [PATCH 1/2] x\n",
    "Subject: Re: [PATCH v2 2/2] x\n",
    "Content-Type: multipart/mixed; boundary=b\n",
    "Content-Type: text/plain; charset=utf-16; format=flowed\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "Content-Type: message/rfc822\n",
    "=?utf-8?B?!?=",
    "\n",
    "\r\n",
    "\n--b\n",
    "\n--b--\n",
    "-- >8 --\n",
    "commit 0123456789abcdef\nAuthor: a\nDate: x\n",
    "diff --git a/x b/x\n",
    "diff --git \"a/\\303\\244 b\" b/x\n",
    "rename from x y\n",
    "rename to ../y\n",
    "new file mode 100644\n",
    "--- a/x\n+++ b/x\n",
    "--- /etc/passwd\n+++ /etc/passwd\n",
    "--- a/../../x\n+++ ../x\n",
    "--- \"a/\\056\\056/x\"\n+++ \"b/..\\057..\\057x\"\n",
    "--- /dev/null\n",
    "+++ /dev/null\n",
    "@@ -1,2 +1 @@\n",
    "@@ -999999999,999999999 +1 @@\n",
    " c\n",
    "+a\n",
    "-r\n",
    "\\ No newline\n",
    "\u0000\u00ff",
    "\u001b[1m",
    "\u00ef\u00bb\u00bf"
  };

  private static List<byte[]> seeds() {
    String diff = PatchForms.DIFF;
    String head = "From: A <a@example.org>\nSubject: %s\n%s\n";
    List<String> texts =
        List.of(
            diff,
            diff.replace("a/fs", "fs").replace("b/fs", "fs"),
            diff.replace("\n", "\r\n"),
            head.formatted("[PATCH] x", "") + diff + "-- \n2.43.0\n",
            head.formatted("[PATCH] x", "Content-Type: text/plain; format=flowed\n") + diff,
            head.formatted("x", "Content-Type: multipart/mixed; boundary=b\n")
                + "--b\nContent-Type: text/x-patch; name=x.patch\n\n"
                + diff
                + "\n--b--\n",
            PatchForms.mbox(
                head.formatted("[PATCH 2/2] b", "") + diff,
                head.formatted("Re: [PATCH 2/2] b", "") + "> " + diff.replace("\n", "\n> "),
                head.formatted("[PATCH 1/2] a", "") + diff.replace("f.c", "g.c")));
    List<byte[]> seeds = new ArrayList<>();
    texts.forEach(text -> seeds.add(text.getBytes(StandardCharsets.UTF_8)));
    return seeds;
  }

  /** Changes a seed in one to six places. */
  private static byte[] mutated(List<byte[]> seeds, Random random) {
    StringBuilder text =
        new StringBuilder(
            new String(seeds.get(random.nextInt(seeds.size())), StandardCharsets.ISO_8859_1));
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(60));
      switch (random.nextInt(5)) {
        case 0 -> text.insert(at, BITS[random.nextInt(BITS.length)]);
        case 1 -> text.delete(at, end);
        case 2 -> text.insert(at, text.substring(at, end));
        case 3 ->
            text.replace(at, Math.min(text.length(), at + 1), "" + (char) random.nextInt(256));
        default -> {
          int line = text.indexOf("\n", at);
          text.insert(line < 0 ? text.length() : line + 1, BITS[random.nextInt(BITS.length)]);
        }
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] assembled(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i >= 0; i--) {
      text.append(BITS[random.nextInt(BITS.length)]);
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void anyBytesGivePatchesInsideTheSourceOrAUserError() {
    Random random = new Random(SEED);
    List<byte[]> seeds = seeds();
    int patches = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] bytes = i % 3 == 0 ? assembled(random) : mutated(seeds, random);
      try {
        patches += check(PatchSet.of("p", bytes, new PatchOptions(i % 2 == 0, 0)));
      } catch (UserError e) {
        assertThat(e).as("input %d", i).hasMessageMatching("p[^\\p{Cntrl}]+");
      }
    }
    assertThat(patches).as("the inputs are not all refused at the door").isGreaterThan(INPUTS / 20);
  }

  private static int check(PatchSet set) {
    for (ParsedPatch patch : set.patches()) {
      for (String path : patch.paths()) {
        assertThat("/" + path + "/").doesNotContain("/../").doesNotStartWith("//");
      }
      assertThat(DiffReader.read(patch.text(), "again").changes(PathPrefix.USUAL))
          .as("what git is given is what was read:%n%s", patch.text())
          .isEqualTo(patch.files());
    }
    assertThat(set.notes()).allMatch(note -> !note.contains("\n"));
    return set.patches().size();
  }

  @Test
  void aHugeFileIsRefusedAndNotRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("huge.patch");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
    PatchSet set = PatchSet.read(List.of(file));
    assertThat(catchThrowable(set::patches))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("larger than 16 MiB");
  }

  @Test
  void aSmallFileThatUnpacksToAHugeOneIsRefused() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        gzip.write(block);
      }
    }
    PatchSet set = PatchSet.of("p", bomb.toByteArray(), PatchOptions.STRICT);
    assertThat(catchThrowable(set::patches))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("larger than 16 MiB");
  }
}
