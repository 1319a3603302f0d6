package dev.kverdict.record;

/**
 * The result of all verdicts on one patch.
 *
 * @param kernel the kernel's name
 * @param patch the patch's name
 * @param result PASS only if every reproducer and guard is FIXED
 * @param asExpected whether every verdict is as expected
 */
public record PatchResult(String kernel, String patch, VerdictClass result, boolean asExpected) {}
