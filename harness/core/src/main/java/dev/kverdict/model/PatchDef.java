package dev.kverdict.model;

import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.Worth;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named patch.
 *
 * @param name its name in the matrix
 * @param content the patches
 * @param expect names of known verdicts by reproducer or guard; empty when nothing is known. Read
 *     by the campaign alone, never by the verdict
 * @param worth what it is worth, or null when that is not known. Passed on to the result, and never
 *     read by the verdict
 */
public record PatchDef(
    String name, PatchSet content, Map<String, String> expect, @Nullable Worth worth) {

  /** Creates a patch of unknown worth. */
  public PatchDef(String name, PatchSet content, Map<String, String> expect) {
    this(name, content, expect, null);
  }
}
