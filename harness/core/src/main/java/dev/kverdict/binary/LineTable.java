package dev.kverdict.binary;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Where the lines of one source file lie in a module.
 *
 * @param module the module's name under {@code /sys/module}
 * @param rows where lines begin, in the order of the code
 * @param ambiguous symbols that several functions have: an address cannot be given by such a name
 */
public record LineTable(String module, List<LineRow> rows, Set<String> ambiguous) {

  /** Of a file that no module has code of. */
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

  /** All rows that begin a statement of their line; where a line has none, all it has. */
  public List<LineRow> at(int line) {
    List<LineRow> all = rows.stream().filter(row -> row.line() == line).toList();
    List<LineRow> starts = all.stream().filter(LineRow::statement).toList();
    return starts.isEmpty() ? all : starts;
  }

  /** All rows of a function, inlined copies included, that begin a statement. */
  public List<LineRow> of(String function) {
    return rows.stream().filter(row -> row.function().equals(function) && row.statement()).toList();
  }

  /** Whether the module has no code of the file. */
  public boolean none() {
    return rows.isEmpty();
  }
}
