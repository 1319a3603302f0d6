package dev.kverdict.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.Map;

/** JSON of tools: the schemas of their arguments, and their results. */
final class Schemas {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Schemas() {}

  /** An argument that is a string. */
  static Map<String, Object> string(String description) {
    return Map.of("type", "string", "description", description);
  }

  /** An argument that is a whole number. */
  static Map<String, Object> integer(int least, int most, String description) {
    return Map.of("type", "integer", "minimum", least, "maximum", most, "description", description);
  }

  /** The schema of arguments. */
  static Map<String, Object> of(Map<String, Object> properties, String... required) {
    return Map.of(
        "type",
        "object",
        "properties",
        properties,
        "required",
        List.of(required),
        "additionalProperties",
        false);
  }

  /**
   * Returns a result.
   *
   * @param text for a person, and for agents that know no structured results
   * @param json an object, as JSON text
   */
  static CallToolResult result(String text, String json) {
    try {
      Map<String, Object> object = JSON.readValue(json, new TypeReference<>() {});
      return CallToolResult.builder().addTextContent(text).structuredContent(object).build();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Returns a result that says what was wrong. */
  static CallToolResult error(String message) {
    return CallToolResult.builder().addTextContent(message).isError(true).build();
  }
}
