package dev.kverdict.model;

import dev.kverdict.patch.PatchSet;
import java.util.Map;

/**
 * A named patch.
 *
 * @param name its name in the matrix
 * @param content the patches
 * @param expect names of known verdicts by reproducer or guard; empty when nothing is known. Read
 *     by the campaign alone, never by the verdict
 */
public record PatchDef(String name, PatchSet content, Map<String, String> expect) {}
