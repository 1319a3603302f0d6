package dev.kverdict.yaml;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.text.Printable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/** One matrix file: its content, and the line and column of each key. */
final class Located {

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 20;

  /** Most characters of what is known. */
  private static final int MOST_KNOWN = 1000;

  private static final Map<Class<?>, String> SCALARS =
      Map.of(
          String.class, "a text",
          Integer.class, "a whole number",
          Double.class, "a number",
          Boolean.class, "true or false");

  private static final ObjectMapper YAML =
      YAMLMapper.builder(factory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withConfigOverride(
              List.class,
              lists -> lists.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
          .build();

  private final Path file;
  private final MatrixSpec spec;
  private final Map<String, String> places = new HashMap<>();
  private final Set<Path> named = new LinkedHashSet<>();

  private Located(Path file, String text) {
    this.file = file;
    try {
      place(text);
      MatrixSpec read = YAML.readValue(text, MatrixSpec.class);
      if (read == null) { // a document may be null and not even blank: ~
        throw empty(file);
      }
      this.spec = read;
    } catch (JsonProcessingException e) {
      throw explain(e);
    }
  }

  static Located read(Path file) {
    String text = UserFiles.text(file, MAX_BYTES, "name a matrix file");
    if (text.isBlank()) {
      throw empty(file);
    }
    return new Located(file, text);
  }

  private static UserError empty(Path file) {
    return new UserError(file.toString(), "is empty", "docs/matrix.md says what it may hold");
  }

  Path file() {
    return file;
  }

  /** Remembers a file that it names. */
  Path naming(Path other) {
    named.add(other);
    return other;
  }

  /** Returns the files that it names. */
  Set<Path> named() {
    return named;
  }

  MatrixSpec spec() {
    return spec;
  }

  /**
   * Returns a path that is written at a place.
   *
   * @param directory what it is relative to
   * @throws UserError if no file can have that name
   */
  Path path(String pointer, Path directory, String text) {
    try {
      return directory.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw error(pointer, "'" + text + "' cannot be the name of a file", "fix the path");
    }
  }

  /** Returns an error at a place, given by its keys: {@code patches/v1/files/0}. */
  UserError error(String pointer, String what, String remedy) {
    return new UserError(where(pointer), what, remedy);
  }

  /** Returns file, line and column of a place, or of the nearest one around it. */
  String where(String pointer) {
    for (String p = pointer; !p.isEmpty(); p = p.substring(0, Math.max(0, p.lastIndexOf('/')))) {
      String place = places.get(p);
      if (place != null) {
        return file + ":" + place;
      }
    }
    return file + ":1:1";
  }

  /** Returns "known are: a, b", for an error about an unknown name; they may be the file's own. */
  static String known(Collection<String> names) {
    return names.isEmpty()
        ? "none is defined"
        : Printable.line("known are: " + String.join(", ", names), MOST_KNOWN);
  }

  private static YAMLFactory factory() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(20);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_BYTES);
    return YAMLFactory.builder().loaderOptions(options).build();
  }

  /** Records where each key and list element stands. */
  private void place(String text) throws JsonProcessingException {
    try (JsonParser parser = YAML.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        if (!pointer.isEmpty()) {
          JsonLocation at = parser.currentTokenLocation();
          places.putIfAbsent(
              unescape(pointer.substring(1)), at.getLineNr() + ":" + at.getColumnNr());
        }
      }
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot fail to be read", e);
    }
  }

  private static String unescape(String pointer) {
    return pointer.replace("~1", "/").replace("~0", "~");
  }

  private UserError explain(JsonProcessingException e) {
    @Nullable JsonLocation at = e.getLocation();
    String where =
        at == null || at.getLineNr() < 1
            ? file.toString()
            : file + ":" + at.getLineNr() + ":" + at.getColumnNr();
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      String pointer =
          mapping.getPath().stream()
              .map(r -> r.getFieldName() == null ? "" + r.getIndex() : r.getFieldName())
              .collect(Collectors.joining("/"));
      where = places.containsKey(pointer) ? where(pointer) : where;
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      Collection<String> names =
          unknown.getKnownPropertyIds() == null
              ? List.of()
              : unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
      return new UserError(where, "unknown key '" + unknown.getPropertyName() + "'", known(names));
    }
    if (e instanceof InvalidNullException) {
      return new UserError(where, "an element of this list is empty", "fill it in, or remove it");
    }
    if (e instanceof MismatchedInputException mismatch) {
      return new UserError(where, "wrong type: expected " + expected(mismatch.getTargetType()), "");
    }
    if (e instanceof JsonParseException && e.getOriginalMessage().startsWith("Duplicate field")) {
      String name = e.getOriginalMessage().replaceFirst("Duplicate field ", "");
      return new UserError(where, "key " + name + " is written twice", "remove one of the two");
    }
    // What was read and what was found there; the indented lines between tell the place again.
    String found =
        e.getOriginalMessage()
            .lines()
            .filter(line -> !line.startsWith(" "))
            .limit(2)
            .collect(Collectors.joining(": "));
    return new UserError(where, "not well-formed YAML: " + found, "");
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "something else";
    }
    return Collection.class.isAssignableFrom(type)
        ? "a list"
        : SCALARS.getOrDefault(type, "a mapping of keys to values");
  }
}
