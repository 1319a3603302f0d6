package dev.kverdict.store;

/**
 * What an entry was made from.
 *
 * @param step the step's name: lower-case letters, digits and hyphens
 * @param digest SHA-256 in lower-case hex over step, recipe and inputs
 */
public record Key(String step, String digest) {

  /**
   * The key of a step's result.
   *
   * @param step the step's name
   * @param recipe the number of the step's recipe: bump it when the step does something else
   * @param inputs digests or texts of all inputs, in a fixed order
   */
  public static Key of(String step, int recipe, String... inputs) {
    throw new UnsupportedOperationException();
  }
}
