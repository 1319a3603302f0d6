package dev.kverdict.oops;

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

    /** Compiles a field as a regular expression. */
    Pattern pattern(int field) {
      try {
        return Pattern.compile(fields.get(field));
      } catch (PatternSyntaxException e) {
        throw wrong(e.getDescription());
      }
    }

    public IllegalStateException wrong(String what) {
      return new IllegalStateException(where + ": " + what);
    }
  }

  private RuleFile() {}

  /**
   * Reads all rules of a file beside the class that uses it, each with {@code least} to {@code
   * most} fields.
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
