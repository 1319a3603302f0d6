package dev.kverdict.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Identifies an entry by what it was made from.
 *
 * @param step the step's name: lower-case letters, digits and hyphens
 * @param digest SHA-256 in lower-case hex over step, recipe and inputs
 */
public record Key(String step, String digest) {

  public Key {
    if (!step.matches("[a-z][a-z0-9-]*") || !digest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a key: " + step + "/" + digest);
    }
  }

  /**
   * Returns the key of a step's result.
   *
   * @param step the step's name
   * @param recipe the number of the step's recipe: bump it when the step changes
   * @param inputs digests or texts of all inputs, in a fixed order
   */
  public static Key of(String step, int recipe, String... inputs) {
    MessageDigest digest = Digests.sha256();
    part(digest, step);
    part(digest, Integer.toString(recipe));
    for (String input : inputs) {
      part(digest, input);
    }
    return new Key(step, Digests.hex(digest));
  }

  /** Adds a part preceded by its length, so that different lists never give the same bytes. */
  private static void part(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  @Override
  public String toString() {
    return step + "/" + digest;
  }
}
