package dev.kverdict.kernel;

import dev.kverdict.InfraError;
import dev.kverdict.binary.LineRow;
import dev.kverdict.binary.LineTable;
import dev.kverdict.binary.LineTableReader;
import dev.kverdict.host.Lane;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Finds the addresses in a built kernel at which executions of its source lines are counted. */
public final class ProbePoints {

  /** Most inlined copies of a line that are counted; further ones are ignored. */
  private static final int MAX_COPIES = 32;

  /** Lines further down that a statement's code may be attributed to. */
  private static final int NEARBY = 3;

  private static final int RECIPE = 1;
  private static final String FILE = "lines.json";

  private final Lane lane;
  private final Store store;
  private final Map<String, Optional<LineTable>> tables = new ConcurrentHashMap<>();

  /** Creates a finder that caches line tables in the store. */
  public ProbePoints(Lane lane, Store store) {
    this.lane = lane;
    this.store = store;
  }

  /**
   * Returns where a line's code begins, once for every inlined copy. A line without code is
   * replaced by one of the next lines.
   *
   * @return the points; empty if nothing there can be counted
   */
  public List<ProbePoint> line(KernelArtefact kernel, String file, int line) {
    Optional<LineTable> found = table(kernel, file);
    for (int at = line; found.isPresent() && at <= line + NEARBY; at++) {
      List<ProbePoint> points = points(file, found.get(), found.get().at(at));
      if (!points.isEmpty()) {
        return points;
      }
    }
    return List.of();
  }

  /** Returns where the statements of a function begin, inlined copies included. */
  public List<ProbePoint> function(KernelArtefact kernel, String file, String function) {
    return table(kernel, file)
        .map(found -> points(file, found, found.of(function)))
        .orElse(List.of());
  }

  private static List<ProbePoint> points(String file, LineTable found, List<LineRow> rows) {
    return rows.stream()
        .filter(row -> !found.ambiguous().contains(row.symbol()))
        .filter(row -> !row.section().startsWith(".init")) // gone once the module is loaded
        .limit(MAX_COPIES)
        .map(row -> new ProbePoint(file, row.line(), found.module(), row.symbol(), row.offset()))
        .toList();
  }

  private Optional<LineTable> table(KernelArtefact kernel, String file) {
    return tables.computeIfAbsent(
        kernel.keyDigest() + " " + file,
        key -> Optional.of(stored(kernel, file)).filter(table -> !table.none()));
  }

  /** Returns a line table from the store, made first if missing; a kernel's never changes. */
  private LineTable stored(KernelArtefact kernel, String file) {
    Key key = Key.of("line-table", RECIPE, kernel.keyDigest(), file);
    try (Entry entry =
        store.obtain(
            key, directory -> read(kernel.debugModules(), file).save(directory.resolve(FILE)))) {
      return LineTable.load(entry.folder().resolve(FILE));
    } catch (IOException e) {
      throw new InfraError("cannot read the lines of " + file + ": " + e.getMessage(), e);
    }
  }

  private LineTable read(Path debug, String file) {
    for (Path module : modules(debug, file)) {
      LineTable table = LineTableReader.read(lane, module, file);
      if (!table.none()) {
        return table;
      }
    }
    return LineTable.NONE;
  }

  /** Lists the modules beside a source file or above it. */
  private static List<Path> modules(Path debug, String file) {
    List<Path> modules = new ArrayList<>();
    for (Path directory = debug.resolve(file).normalize().getParent();
        directory != null && directory.startsWith(debug);
        directory = directory.getParent()) {
      if (Files.isDirectory(directory)) {
        try (Stream<Path> files = Files.list(directory)) {
          files.filter(path -> path.toString().endsWith(".ko")).sorted().forEach(modules::add);
        } catch (IOException e) {
          throw new InfraError("cannot list " + directory + ": " + e.getMessage(), e);
        }
      }
    }
    return modules;
  }
}
