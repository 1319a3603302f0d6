package dev.kverdict.junit;

import dev.kverdict.campaign.Selection;
import org.jspecify.annotations.Nullable;

/**
 * The request made by system properties.
 *
 * @param kernel {@code -Dkernel}
 * @param patch {@code -Dpatch}
 * @param repro {@code -Drepro}
 * @param matrix {@code -Dmatrix}
 */
record Request(
    @Nullable String kernel,
    @Nullable String patch,
    @Nullable String repro,
    @Nullable String matrix) {

  static Request ofSystem() {
    return new Request(
        property("kernel"), property("patch"), property("repro"), property("matrix"));
  }

  /** Returns whether nothing was requested: then one small trial shows that the extension works. */
  boolean smoke() {
    return kernel == null && patch == null && repro == null;
  }

  Selection selection(String firstReproducer) {
    return smoke()
        ? new Selection(Selection.UNPATCHED, null, firstReproducer)
        : new Selection(kernel, patch, repro);
  }

  private static @Nullable String property(String name) {
    String value = System.getProperty(name, "");
    return value.isBlank() ? null : value.strip();
  }
}
