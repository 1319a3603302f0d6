package dev.kverdict.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A reader of hostile input that is fuzzed.
 *
 * @param name its name for {@code ci/fuzz}
 * @param type the class whose {@code fuzzerTestOneInput(byte[])} is called with each input
 * @param reader that method
 * @param seeds inputs to begin with
 * @param words pieces of which inputs are made, as bytes held in ISO 8859-1
 */
public record FuzzTarget(
    String name, Class<?> type, Reader reader, List<byte[]> seeds, List<String> words) {

  private static final String MARK = String.valueOf((char) Masses.MARK);

  /** Reads an input. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Reads an input.
     *
     * @throws Exception which the reader does not promise
     */
    void read(byte[] input) throws Exception;
  }

  public FuzzTarget {
    seeds = List.copyOf(seeds);
    words = List.copyOf(words);
  }

  /** Returns small inputs of which {@link Masses} makes large ones: a word or a seed repeated. */
  List<byte[]> masses() {
    return Stream.concat(words.stream(), seeds.stream().map(FuzzTarget::text))
        .map(part -> bytes(MARK + part + MARK))
        .toList();
  }

  /** Returns small inputs of which large ones are made: a word repeated in the midst of a seed. */
  List<byte[]> massesInside() {
    List<byte[]> masses = new ArrayList<>();
    for (byte[] seed : seeds) {
      String text = text(seed);
      int middle = text.length() / 2;
      for (String word : words) {
        masses.add(bytes(text.substring(0, middle) + MARK + word + MARK + text.substring(middle)));
      }
    }
    return masses;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Returns the bytes of a text held in ISO 8859-1. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
