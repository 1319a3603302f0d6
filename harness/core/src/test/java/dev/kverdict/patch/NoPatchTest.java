package dev.kverdict.patch;

import static dev.kverdict.patch.PatchForms.DIFF;
import static dev.kverdict.patch.PatchForms.TEXT;
import static dev.kverdict.patch.PatchForms.attached;
import static dev.kverdict.patch.PatchForms.bytes;
import static dev.kverdict.patch.PatchForms.isRefused;
import static dev.kverdict.patch.PatchForms.mbox;
import static dev.kverdict.patch.PatchForms.plain;
import static dev.kverdict.patch.PatchForms.zipped;

import org.junit.jupiter.api.Test;

/** What is no patch is told by name. */
class NoPatchTest {

  // What is no patch.

  @Test
  void otherKindsOfDiffsAreNamed() {
    isRefused(
        "*** a/fs/x/f.c\n--- b/fs/x/f.c\n***************\n*** 1,2 ****\n--- 1,3 ----\n  a\n+ b\n",
        "context diff",
        "diff -u");
    isRefused("10a11\n> \tx();\n", "without context");
    isRefused(
        "commit 01\nMerge: 1 2\n\ndiff --cc fs/x/f.c\nindex 1,2..3\n--- a/fs/x/f.c\n+++ b/fs/x/f.c\n@@@ -1,2 -1,2 +1,3 @@@\n  a\n++b\n  c\n",
        "p:4: ",
        "combined diff of a merge",
        "git diff COMMIT^1 COMMIT");
    isRefused(" fs/x/f.c | 1 +\n 1 file changed, 1 insertion(+)\n", "only a summary");
  }

  @Test
  void quotedAndIndentedDiffsAreNamed() {
    isRefused(
        plain("Re: [PATCH] x", "> " + (TEXT + DIFF).replace("\n", "\n> ") + "\n"),
        "only as a quotation",
        "save the mail that it answers");
    isRefused("| " + DIFF.replace("\n", "\n| "), "only as a quotation");
    isRefused("    " + DIFF.replace("\n", "\n    "), "indented");
    isRefused("\t" + DIFF.substring(DIFF.indexOf("--- ")).replace("\n", "\n\t"), "indented");
  }

  @Test
  void otherFilesAreNamed() {
    isRefused("", "is empty");
    isRefused("\n \n", "is empty");
    isRefused("Dear all,\n\nno patch.\n", "holds no diff", "git format-patch");
    isRefused(
        bytes("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1" + "\0".repeat(504)),
        "Outlook",
        ".eml");
    isRefused(bytes("PK\u0003\u0004 x"), "ZIP");
    isRefused(bytes("\u00fd7zXZ\0 x"), "packed with xz", "unpack it");
    isRefused(bytes("\u007fELF x"), "is a program");
    isRefused(bytes("\u001f\u008b\u0008 x"), "damaged gzip file");
    isRefused(attached("application/ms-tnef", "winmail.dat", "8bit", "x"), "winmail.dat");
    isRefused(
        attached("application/zip", "patches.zip", "8bit", "PK\u0003\u0004 x"), "holds no diff");
  }

  @Test
  void damageOnTheWayIsNamed() {
    String wrapped = DIFF.replace("one more than", "one\nmore than");
    isRefused(
        plain("[PATCH] x", TEXT + wrapped),
        "p, its text:",
        "white space was changed by a mailer",
        "wrapped");
    isRefused(
        DIFF.substring(0, DIFF.indexOf(" \treturn")), "p:4: the hunk does not have the lines");
    isRefused(DIFF.substring(0, DIFF.indexOf("@@")), "p:1: the change to b/fs/x/f.c has no hunk");
  }

  @Test
  void whatIsTooLargeIsNotRead() {
    isRefused(new byte[PatchSet.MOST_BYTES + 1], "larger than 16 MiB");
    isRefused(zipped(new byte[PatchSet.MOST_BYTES + 1]), "larger than 16 MiB");
    isRefused(
        mbox(new String[0])
            + ("From a Thu Jan  1 00:00:00 1970\nSubject: x\n\n" + "x\n").repeat(1002),
        "more than 1000 mails");
  }
}
