package dev.kverdict.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON schema of matrix files, for editors and checkers. */
public final class MatrixSchema {

  private MatrixSchema() {}

  /** Returns the schema (JSON Schema draft 2020-12) as text. */
  public static String json() {
    try (InputStream in = MatrixSchema.class.getResourceAsStream("matrix.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("matrix.schema.json is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
