package dev.kverdict.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The reference of case files in Markdown, rendered from their JSON schema: one section for each
 * kind of mapping, in the order in which a file nests them, and one table row for each key.
 *
 * <p>A default that is not one value stands in the schema as {@code "$comment": "default: ..."}.
 */
public final class MatrixReference {

  private static final int WIDTH = 100;
  private static final String DEFINITION = "#/$defs/";
  private static final String DEFAULT = "default: ";

  /** A string that needs no quotes in flow style: it has no colon before a blank. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z_./-]([A-Za-z0-9_./<>@= -]|:(?=[^ ]))*|[0-9.]+[A-Za-z-][A-Za-z0-9.-]*");

  private final JsonNode schema;

  /** The paths at which a definition stands, by the definition's name, in reading order. */
  private final Map<String, List<String>> places = new LinkedHashMap<>();

  private MatrixReference(JsonNode schema) {
    this.schema = schema;
    place(schema, "");
  }

  /** Returns the whole reference, docs/matrix.md. */
  public static String markdown() {
    try {
      return new MatrixReference(new ObjectMapper().readTree(MatrixSchema.json())).text();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("matrix.schema.json is not JSON", e);
    }
  }

  /** Notes where each definition stands; a shared one is descended into once. */
  private void place(JsonNode object, String prefix) {
    object
        .path("properties")
        .properties()
        .forEach(
            key -> {
              JsonNode value = key.getValue();
              String path = prefix + key.getKey();
              descend(value, path);
              value.path("anyOf").forEach(one -> descend(one, path));
              descend(value.path("additionalProperties"), path + ".NAME");
              descend(value.path("items"), path + "[]");
            });
  }

  private void descend(JsonNode value, String path) {
    if (!value.has("$ref")) {
      return;
    }
    List<String> known = places.computeIfAbsent(name(value), name -> new ArrayList<>());
    known.add(path);
    if (known.size() == 1) {
      place(definition(value), path + ".");
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder("<!-- SPDX-License-Identifier: Apache-2.0 -->\n");
    text.append("<!-- Generated: ./kverdict schema --markdown > docs/matrix.md -->\n");
    text.append("# The case file\n\n");
    text.append(
        wrapped(
            "Every key of a case (MATRIX on the command line). [write-your-own-case.md]"
                + "(write-your-own-case.md) is a tutorial; `./kverdict schema` prints the JSON"
                + " schema, for editors and checkers."));
    text.append('\n');
    section(text, schema);
    places.forEach(
        (name, paths) -> {
          text.append("\n## ").append(heading(paths)).append("\n\n");
          section(text, schema.path("$defs").path(name));
        });
    return text.toString();
  }

  private void section(StringBuilder text, JsonNode object) {
    text.append(wrapped(object.path("description").asText())).append('\n');
    text.append("| key | type | default | meaning | example |\n|---|---|---|---|---|\n");
    List<String> required = new ArrayList<>();
    object.path("required").forEach(key -> required.add(key.asText()));
    object
        .path("properties")
        .properties()
        .forEach(
            key -> {
              JsonNode value = key.getValue();
              JsonNode described = value.has("$ref") ? definition(value) : value;
              String meaning = described.path("description").asText();
              text.append(
                  "| `%s` | %s | %s | %s | `%s: %s` |%n"
                      .formatted(
                          key.getKey(),
                          type(value),
                          required.contains(key.getKey()) ? "**required**" : usual(value),
                          value.has("$ref") ? meaning.replaceFirst("(?s)\\. .*", ".") : meaning,
                          key.getKey(),
                          flow(value.path("examples").path(0))));
            });
  }

  private static String usual(JsonNode value) {
    String comment = value.path("$comment").asText();
    if (comment.startsWith(DEFAULT)) {
      return comment.substring(DEFAULT.length());
    }
    return value.has("default") ? "`" + flow(value.path("default")) + "`" : "-";
  }

  private String type(JsonNode value) {
    if (value.has("$ref")) {
      return "mapping: " + link(value);
    }
    if (value.has("anyOf")) {
      List<String> types = new ArrayList<>();
      value.path("anyOf").forEach(one -> types.add(type(one)));
      return String.join(" or ", types);
    }
    if (value.has("enum")) {
      List<String> words = new ArrayList<>();
      value.path("enum").forEach(word -> words.add("`" + word.asText() + "`"));
      return String.join(", ", words);
    }
    JsonNode type = value.path("type");
    if (type.isArray()) {
      List<String> types = new ArrayList<>();
      type.forEach(one -> types.add(one.asText()));
      return String.join(" or ", types);
    }
    return switch (type.asText()) {
      case "array" -> "list of " + elements(value.path("items"));
      case "object" -> "mapping of names to " + elements(value.path("additionalProperties"));
      default -> type.asText() + range(value);
    };
  }

  private String elements(JsonNode element) {
    if (element.has("$ref")) {
      return link(element);
    }
    if (element.has("enum")) {
      return "words: " + type(element);
    }
    return element.path("type").isArray() ? "scalars" : element.path("type").asText() + "s";
  }

  private static String range(JsonNode value) {
    if (value.has("exclusiveMinimum")) {
      return " above "
          + value.path("exclusiveMinimum")
          + ", below "
          + value.path("exclusiveMaximum");
    }
    return value.has("minimum")
        ? ", " + value.path("minimum") + " to " + value.path("maximum")
        : "";
  }

  private String link(JsonNode reference) {
    List<String> paths = places.getOrDefault(name(reference), List.of());
    return "[%s](#%s)".formatted(heading(paths), anchor(heading(paths)));
  }

  private static String heading(List<String> paths) {
    return paths.stream().map(path -> "`" + path + "`").collect(Collectors.joining(" and "));
  }

  /** The anchor that GitHub gives a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
  }

  private static String name(JsonNode reference) {
    return reference.path("$ref").asText().substring(DEFINITION.length());
  }

  private JsonNode definition(JsonNode reference) {
    return schema.path("$defs").path(name(reference));
  }

  /** A value as it would be written in a file, on one line. */
  static String flow(JsonNode value) {
    List<String> parts = new ArrayList<>();
    if (value.isObject()) {
      value.properties().forEach(e -> parts.add(e.getKey() + ": " + flow(e.getValue())));
      return "{" + String.join(", ", parts) + "}";
    }
    if (value.isArray()) {
      value.forEach(element -> parts.add(flow(element)));
      return "[" + String.join(", ", parts) + "]";
    }
    String text = value.asText();
    return !value.isTextual() || PLAIN.matcher(text).matches() ? text : "\"" + text + "\"";
  }

  private static String wrapped(String paragraph) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String word : paragraph.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      if (column > 0) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    return text.append("\n").toString();
  }
}
