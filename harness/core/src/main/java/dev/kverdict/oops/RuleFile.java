package dev.kverdict.oops;

import dev.kverdict.text.Label;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Reads a resource of rules: one per line, fields between tabs, comments after {@code #}. */
public final class RuleFile {

  /**
   * One rule.
   *
   * @param where the file and line, for messages
   * @param fields its fields
   */
  public record Row(String where, List<String> fields) {

    public Row {
      fields = List.copyOf(fields);
    }

    /** Returns a field as a regular expression. */
    public Pattern pattern(int field) {
      try {
        return Pattern.compile(fields.get(field));
      } catch (PatternSyntaxException e) {
        throw wrong(e.getDescription());
      }
    }

    /** Reads a field as the label of an enum constant; {@code what} names these in the message. */
    public <E extends Enum<E>> E constant(int field, Class<E> type, String what) {
      return Stream.of(type.getEnumConstants())
          .filter(constant -> Label.of(constant).equals(fields.get(field)))
          .findFirst()
          .orElseThrow(() -> wrong("there is no " + what + " '" + fields.get(field) + "'"));
    }

    /** Creates an error that names the rule's place. */
    public IllegalStateException wrong(String what) {
      return new IllegalStateException(where + ": " + what);
    }
  }

  private RuleFile() {}

  /**
   * Reads a file beside the class that uses it; rules have {@code least} to {@code most} fields.
   */
  public static List<Row> read(Class<?> reader, String name, int least, int most) {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = reader.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        Row row = new Row(name + ":" + number, List.of(line.split("\t", -1)));
        if (row.fields().size() < least || row.fields().size() > most) {
          throw row.wrong("has " + row.fields().size() + " fields");
        }
        rows.add(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
