package dev.kverdict.shard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/** The documents of plans, shards and capsules, which may come from anybody. */
public final class Json {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /** Returns a document on a line. */
  static String line(Object document) {
    return text(JSON.writer(), document);
  }

  /** Returns a document on several lines. */
  public static String of(Object document) {
    return text(JSON.writerWithDefaultPrettyPrinter(), document);
  }

  private static String text(ObjectWriter writer, Object document) {
    try {
      return writer.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers can be written", e);
    }
  }

  /** Returns the document; empty if the text is none of this type. */
  static <T> Optional<T> read(String text, Class<T> type) {
    try {
      return Optional.of(parse(text, type));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the document.
   *
   * @throws IllegalArgumentException if the text is none of this type, with a line that says why
   */
  public static <T> T parse(String text, Class<T> type) {
    try {
      T document = JSON.readValue(text, type);
      if (document == null) {
        throw new IllegalArgumentException("is empty");
      }
      return document;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(reason(e), e);
    } catch (NullPointerException e) {
      throw new IllegalArgumentException("lacks " + e.getMessage(), e);
    }
  }

  /** A record's own objection says more than Jackson's words around it. */
  private static String reason(JsonProcessingException error) {
    Throwable own = error.getCause();
    if (own instanceof NullPointerException) {
      return "lacks " + own.getMessage();
    }
    if (error instanceof UnrecognizedPropertyException unknown) {
      return "has an unknown field '%s'".formatted(unknown.getPropertyName());
    }
    return own instanceof IllegalArgumentException
        ? String.valueOf(own.getMessage())
        : error.getOriginalMessage().lines().findFirst().orElse("is damaged");
  }
}
