package dev.kverdict.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A named patch.
 *
 * @param name its name in the matrix
 * @param files patch files, applied in this order
 * @param expect names of known verdicts by reproducer or guard; empty when nothing is known. Read
 *     by the campaign alone, never by the verdict
 */
public record PatchDef(String name, List<Path> files, Map<String, String> expect) {}
