package dev.kverdict.binary;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The code of the lines of a source file in a module.
 *
 * @param module the module's name under {@code /sys/module}
 * @param rows the beginnings of lines, in the order of the code
 * @param ambiguous symbols of several functions, which cannot name an address
 */
public record LineTable(String module, List<LineRow> rows, Set<String> ambiguous) {

  /** The table of a file without code in any module. */
  public static final LineTable NONE = new LineTable("", List.of(), Set.of());

  private static final ObjectMapper JSON = new ObjectMapper();

  public LineTable {
    rows = List.copyOf(rows);
    ambiguous = Set.copyOf(ambiguous);
  }

  public static LineTable load(Path file) throws IOException {
    return JSON.readValue(file.toFile(), LineTable.class);
  }

  public void save(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }

  /** Returns the rows of a line that begin a statement, or all its rows if none does. */
  public List<LineRow> at(int line) {
    List<LineRow> all = rows.stream().filter(row -> row.line() == line).toList();
    List<LineRow> starts = all.stream().filter(LineRow::statement).toList();
    return starts.isEmpty() ? all : starts;
  }

  /** Returns the rows of a function that begin a statement, inlined copies included. */
  public List<LineRow> of(String function) {
    return rows.stream().filter(row -> row.function().equals(function) && row.statement()).toList();
  }

  /** Returns whether the module has no code of the file. */
  public boolean none() {
    return rows.isEmpty();
  }
}
