package dev.kverdict.record;

/**
 * What all verdicts on one patch come to.
 *
 * @param kernel the kernel's name
 * @param patch the patch's name
 * @param result PASS only if every reproducer and guard is FIXED
 * @param asExpected whether every verdict satisfies the gate
 */
public record PatchResult(String kernel, String patch, VerdictClass result, boolean asExpected) {}
