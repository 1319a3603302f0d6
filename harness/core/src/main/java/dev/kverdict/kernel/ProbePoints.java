package dev.kverdict.kernel;

import dev.kverdict.InfraError;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Finds where in a built kernel the lines of its source can be counted. */
public final class ProbePoints {

  /** A line that is inlined more often is counted at the first copies only. */
  private static final int MAX_COPIES = 32;

  /** A statement's code may be told of a later one of its lines. */
  private static final int NEARBY = 3;

  private final Lane lane;
  private final Map<String, Optional<Found>> tables = new ConcurrentHashMap<>();

  private record Found(String module, LineTable table) {}

  /** Creates a finder that remembers what it has read. */
  public ProbePoints(Lane lane) {
    this.lane = lane;
  }

  /**
   * Where a line's code begins, once for every inlined copy; that of one of the next lines when the
   * line has none of its own.
   *
   * @return empty when nothing there can be counted
   */
  public List<ProbePoint> line(KernelArtefact kernel, String file, int line) {
    Optional<Found> found = table(kernel, file);
    for (int at = line; found.isPresent() && at <= line + NEARBY; at++) {
      List<ProbePoint> points = points(file, found.get(), found.get().table().at(at));
      if (!points.isEmpty()) {
        return points;
      }
    }
    return List.of();
  }

  /** Where statements of a function begin, inlined copies included. */
  public List<ProbePoint> function(KernelArtefact kernel, String file, String function) {
    return table(kernel, file)
        .map(found -> points(file, found, found.table().of(function)))
        .orElse(List.of());
  }

  /** Whether anything of a file can be counted; code outside modules has no line table. */
  public boolean measurable(KernelArtefact kernel, String file) {
    return table(kernel, file).isPresent();
  }

  private static List<ProbePoint> points(String file, Found found, List<LineRow> rows) {
    return rows.stream()
        .filter(row -> !found.table().ambiguous(row.symbol()))
        .filter(row -> !row.section().startsWith(".init")) // gone once the module is loaded
        .limit(MAX_COPIES)
        .map(row -> new ProbePoint(file, row.line(), found.module(), row.symbol(), row.offset()))
        .toList();
  }

  private Optional<Found> table(KernelArtefact kernel, String file) {
    return tables.computeIfAbsent(
        kernel.keyDigest() + " " + file,
        key -> {
          for (Path module : modules(kernel.debugModules(), file)) {
            LineTable table = LineTable.read(lane, module, file);
            if (!table.isEmpty()) {
              return Optional.of(new Found(ArtefactCollector.moduleName(module), table));
            }
          }
          return Optional.empty();
        });
  }

  /** A module lies beside its sources or above them. */
  private static List<Path> modules(Path debug, String file) {
    List<Path> modules = new ArrayList<>();
    for (Path folder = debug.resolve(file).normalize().getParent();
        folder != null && folder.startsWith(debug);
        folder = folder.getParent()) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files.filter(path -> path.toString().endsWith(".ko")).sorted().forEach(modules::add);
        } catch (IOException e) {
          throw new InfraError("cannot look into " + folder, e);
        }
      }
    }
    return modules;
  }
}
