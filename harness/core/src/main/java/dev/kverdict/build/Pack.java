package dev.kverdict.build;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * What a kernel cache says of an entry that it has: a file beside the packs, named after the
 * entry's key.
 *
 * @param schema the version of this format
 * @param file the name of the pack, beside this file: a tar archive, compressed by gzip or zstd
 * @param sha256 the digest of the pack, in lower-case hex
 * @param bytes the size of the pack in bytes
 * @param unpacked the size of the archive in it in bytes
 */
record Pack(int schema, String file, String sha256, long bytes, long unpacked) {

  static final int SCHEMA = 1;

  /** The most bytes of the file that describes a pack. */
  static final int MOST_JSON = 4096;

  /** A tree with debug information, built with everything that a distribution has, is 20 GB. */
  private static final long MOST = 32L << 30;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(2).build())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * Reads the description of a pack.
   *
   * @return empty if it is of another version
   * @throws IOException if it is none
   */
  static Optional<Pack> read(byte[] json) throws IOException {
    if (json.length > MOST_JSON) {
      throw new IOException("its description has more than " + MOST_JSON + " bytes");
    }
    Pack pack;
    try {
      pack = JSON.readValue(json, Pack.class);
    } catch (JsonProcessingException e) {
      throw new IOException("its description is none: " + e.getOriginalMessage(), e);
    }
    if (pack == null) {
      throw new IOException("its description says nothing");
    }
    if (pack.schema != SCHEMA) {
      return Optional.empty();
    }
    if (!pack.sha256.matches("[0-9a-f]{64}")
        || !pack.file.matches("[0-9a-f]{64}\\.[0-9a-f]{16}\\.tar")
        || pack.bytes <= 0
        || pack.bytes > MOST
        || pack.unpacked <= 0
        || pack.unpacked > MOST) {
      throw new IOException("its description makes no sense");
    }
    return Optional.of(pack);
  }

  byte[] json() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }
}
