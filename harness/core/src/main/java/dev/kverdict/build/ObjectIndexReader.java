package dev.kverdict.build;

import dev.kverdict.kernel.SourceTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the {@code .cmd} files that kbuild writes beside every object (scripts/basic/fixdep.c), and
 * the {@code .mod} files that list a module's objects.
 */
final class ObjectIndexReader {

  private static final Pattern SOURCE = Pattern.compile("source_\\S+ := (\\S+)");
  private static final Pattern DEPENDENCY = Pattern.compile("  (\\.\\./\\S+)(?: \\\\)?");
  private static final Pattern RECORD = Pattern.compile("\\.(.+)\\.cmd");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern SUFFIX = Pattern.compile("\\.k?o$");

  /** Directories shared by every module: a change below one of these may affect all of them. */
  private static final List<String> COMMON = List.of("include", "arch", "scripts", "tools");

  private ObjectIndexReader() {}

  /** Reads the index of a built tree. */
  static ObjectIndex read(Path output) throws IOException {
    Map<String, List<ObjectIndex.Use>> uses = new HashMap<>();
    Map<String, List<String>> modules = new HashMap<>();
    List<Path> records;
    List<Path> lists;
    try (Stream<Path> files = Files.walk(output)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      records = all.stream().filter(ObjectIndexReader::isRecord).toList();
      lists = all.stream().filter(file -> file.toString().endsWith(".mod")).toList();
    }
    for (Path record : records) {
      String object = object(output, record);
      for (String spelled : spelled(record)) {
        source(spelled)
            .ifPresent(
                file ->
                    uses.computeIfAbsent(file, key -> new ArrayList<>())
                        .add(new ObjectIndex.Use(object, spelled)));
      }
    }
    for (Path list : lists) {
      String module = output.relativize(list).toString().replaceFirst("\\.mod$", "");
      for (String object : BLANKS.split(Files.readString(list, StandardCharsets.ISO_8859_1), -1)) {
        if (!object.isEmpty()) {
          modules.computeIfAbsent(object, key -> new ArrayList<>()).add(module);
        }
      }
    }
    return new ObjectIndex(uses, modules, order(output));
  }

  /** Reads the files that an object was compiled from, as the compiler opened them. */
  static List<String> spelled(Path record) throws IOException {
    List<String> files = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(record, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher source = SOURCE.matcher(line);
        Matcher dependency = DEPENDENCY.matcher(line);
        if (source.matches()) {
          files.add(source.group(1));
        } else if (dependency.matches()) {
          files.add(dependency.group(1));
        }
      }
    }
    return files;
  }

  /** Returns the file with the record of an object. */
  static Path record(Path output, String object) {
    Path file = output.resolve(object);
    return file.resolveSibling("." + file.getFileName() + ".cmd");
  }

  /** Returns the file below the kernel's root; empty for one that the whole kernel shares. */
  static Optional<String> source(String spelled) {
    Path file = Path.of(SourceTree.OUTPUT).resolve(spelled).normalize();
    String top = file.getName(0).toString();
    return file.isAbsolute()
            || file.getNameCount() < 2
            || top.equals("..")
            || top.equals(SourceTree.OUTPUT)
            || COMMON.contains(top)
        ? Optional.empty()
        : Optional.of(file.toString());
  }

  private static List<String> order(Path output) throws IOException {
    Path order = output.resolve("modules.order");
    if (!Files.exists(order)) {
      return List.of();
    }
    // Up to 6.2 it lists the modules, later the objects they are made from.
    return Files.readAllLines(order).stream()
        .filter(line -> !line.isBlank())
        .map(line -> SUFFIX.matcher(line.strip()).replaceFirst(""))
        .toList();
  }

  private static boolean isRecord(Path file) {
    return RECORD.matcher(file.getFileName().toString()).matches();
  }

  private static String object(Path output, Path record) {
    Matcher name = RECORD.matcher(record.getFileName().toString());
    String plain = name.matches() ? name.group(1) : record.getFileName().toString();
    return output.relativize(record.resolveSibling(plain)).toString();
  }
}
