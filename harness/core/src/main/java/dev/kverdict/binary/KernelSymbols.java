package dev.kverdict.binary;

import dev.kverdict.InfraError;
import dev.kverdict.host.Lane;
import dev.kverdict.oops.Frame;
import dev.kverdict.oops.SourceQuote;
import dev.kverdict.oops.Symbols;
import dev.kverdict.patch.Site;
import dev.kverdict.patch.Statements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the debug information of a built kernel. A file is opened for the first query about it, and
 * stays open until this is closed.
 */
public final class KernelSymbols implements Symbols, AutoCloseable {

  /** Most bytes that kallsyms adds to the last function of a section, by alignment and pages. */
  private static final long LAST_PADDING = 4096 + 64;

  /** Most statements cached: a guest that invents places must not exhaust memory. */
  private static final int MAX_QUOTED = 1000;

  private final Lane lane;
  private final Path debug;
  private final Path source;
  private @Nullable Map<String, Path> files;
  private final Map<String, Optional<Module>> modules = new HashMap<>();
  private final Map<String, Addr2line> open = new HashMap<>();
  private final Map<Site, Optional<String>> quoted = new ConcurrentHashMap<>();

  /** A function, and the largest size that kallsyms can report: the distance to the next symbol. */
  private record Sized(ElfFile.Function function, long room) {

    boolean canShow(long size) {
      return size == Frame.UNKNOWN || (size >= function.size() && size <= room);
    }
  }

  /** A file with debug information and its functions by name. */
  private record Module(Path file, Map<String, List<Sized>> functions) {}

  /**
   * Creates symbols for a directory.
   *
   * @param debug a directory with {@code vmlinux} or modules with debug information, at any depth
   * @param source the source they were built from; missing files are not quoted
   */
  public KernelSymbols(Lane lane, Path debug, Path source) {
    this.lane = lane;
    this.debug = debug;
    this.source = source.toAbsolutePath().normalize();
  }

  @Override
  public synchronized List<Frame> resolve(Frame frame) {
    if (frame.offset() == Frame.UNKNOWN || frame.inlined()) {
      return List.of(frame);
    }
    Optional<Module> module = module(frame.module() == null ? "vmlinux" : frame.module());
    Optional<ElfFile.Function> function = module.flatMap(m -> function(m, frame));
    if (function.isEmpty()) {
      return List.of(frame);
    }
    // A return address follows the call, and may already belong to the next statement.
    long back = frame.exact() || frame.offset() == 0 ? 0 : 1;
    long address = function.get().value() + frame.offset() - back;
    try {
      return frames(frame, ask(module.get(), function.get(), address));
    } catch (InfraError e) {
      return List.of(frame); // the console's frame is still valid
    }
  }

  private List<Addr2line.Place> ask(Module module, ElfFile.Function function, long address) {
    boolean linked = module.file().endsWith("vmlinux");
    String section = linked ? "" : function.section();
    return open.computeIfAbsent(
            module.file() + " " + section, key -> new Addr2line(lane, module.file(), section))
        .ask(address);
  }

  private static List<Frame> frames(Frame frame, List<Addr2line.Place> places) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Optional<Site> where = Site.of(places.get(i).where());
      if (where.isEmpty()) {
        return List.of(frame);
      }
      boolean outermost = i == places.size() - 1;
      frames.add(
          outermost
              ? frame.at(where.get().toString())
              : frame.inlining(places.get(i).function(), where.get().toString()));
    }
    return frames.isEmpty() ? List.of(frame) : frames;
  }

  private Optional<Module> module(String name) {
    return modules.computeIfAbsent(name, this::read);
  }

  private Optional<Module> read(String name) {
    if (files == null) {
      files = find(debug);
    }
    Path file = files.get(name);
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Module(
              file,
              sized(ElfFile.read(file).functions()).stream()
                  .collect(Collectors.groupingBy(sized -> sized.function().name()))));
    } catch (IOException e) {
      return Optional.empty(); // the console's report is still valid
    }
  }

  /** Finds all kernels and modules below a directory, the first of each name. */
  private static Map<String, Path> find(Path directory) {
    Map<String, Path> found = new TreeMap<>();
    try {
      Files.walkFileTree(
          directory.toRealPath(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = file.getFileName().toString();
              if (attributes.isRegularFile() && (name.equals("vmlinux") || name.endsWith(".ko"))) {
                found.merge(
                    ModuleName.of(file),
                    file,
                    (one, other) -> one.compareTo(other) < 0 ? one : other);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE; // an unreadable file counts as missing
            }
          });
    } catch (IOException e) {
      return Map.of();
    }
    return found;
  }

  private static List<Sized> sized(List<ElfFile.Function> functions) {
    Map<String, TreeSet<Long>> starts = new HashMap<>();
    for (ElfFile.Function function : functions) {
      starts.computeIfAbsent(function.section(), s -> new TreeSet<>()).add(function.value());
    }
    List<Sized> all = new ArrayList<>();
    for (ElfFile.Function function : functions) {
      Long next = Objects.requireNonNull(starts.get(function.section())).higher(function.value());
      long room = next == null ? function.size() + LAST_PADDING : next - function.value();
      all.add(new Sized(function, room));
    }
    return all;
  }

  /** Returns the only function that a frame can mean, by name and size. */
  private static Optional<ElfFile.Function> function(Module module, Frame frame) {
    List<Sized> named =
        module.functions().getOrDefault(frame.function(), List.of()).stream()
            .filter(sized -> sized.canShow(frame.size()))
            .toList();
    return named.size() == 1 ? Optional.of(named.get(0).function()) : Optional.empty();
  }

  @Override
  public Optional<String> statement(String place) {
    return Site.of(place)
        .flatMap(
            site ->
                quoted.size() < MAX_QUOTED
                    ? quoted.computeIfAbsent(site, this::quote)
                    : quote(site));
  }

  private Optional<String> quote(Site site) {
    return text(site).flatMap(text -> Statements.at(text, site.line()));
  }

  @Override
  public Optional<SourceQuote> quote(String place) {
    return Site.of(place)
        .flatMap(
            site ->
                text(site)
                    .map(text -> text.lines().toList())
                    .filter(lines -> site.line() <= lines.size())
                    .map(lines -> SourceQuote.around(lines, site.line())));
  }

  private Optional<String> text(Site site) {
    try {
      // The file may be a link to anywhere, made by the patch.
      Path file = source.resolve(site.file()).toRealPath();
      return file.startsWith(source.toRealPath())
          ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
          : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty(); // missing, not a file, or invented by a guest
    }
  }

  @Override
  public synchronized void close() {
    open.values().forEach(Addr2line::close);
    open.clear();
  }
}
