package dev.kverdict.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON schema of verdict.json, which says what programs may rely on. */
public final class VerdictSchema {

  private VerdictSchema() {}

  /** Returns the schema (JSON Schema draft 2020-12) as text. */
  public static String json() {
    try (InputStream in = VerdictSchema.class.getResourceAsStream("verdict.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("verdict.schema.json is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
