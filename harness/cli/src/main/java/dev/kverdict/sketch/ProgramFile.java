package dev.kverdict.sketch;

import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.guest.StaticBinary;
import dev.kverdict.yaml.TryCase.Program.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A reproducer that is tried: its file, and the headers that it includes from beside it.
 *
 * @param name its name in the case
 * @param place the directory that its file is in
 * @param file its file's name
 * @param kind what that is
 * @param parts the bytes of the file and of the headers, by their paths below its directory
 */
public record ProgramFile(
    String name, Path place, String file, Kind kind, Map<String, byte[]> parts) {

  private static final int MOST_PARTS = 100;
  private static final int MOST_SOURCE = 16 << 20;
  private static final int MOST_BINARY = 64 << 20;

  /** Where an ELF header says of how many bits the file is (EI_CLASS), and the value for 32. */
  private static final int ELF_CLASS = 4;

  private static final char ELF_32 = 1;

  private static final Pattern INCLUDE =
      Pattern.compile("^[ \\t]*#[ \\t]*include[ \\t]*\"([^\"\\n]{1,200})\"", Pattern.MULTILINE);

  /** A call of kv.h that reports a step (repros/kv.h), with its name if that is written out. */
  private static final Pattern STEP =
      Pattern.compile("\\bkv_(?:step|check)\\s*\\(\\s*(?:\"([A-Za-z0-9][A-Za-z0-9._-]{0,59})\")?");

  private static final Pattern PLAN = Pattern.compile("\\bkv_plan\\s*\\(\\s*([0-9]{1,4})\\s*\\)");
  private static final Pattern MAIN = Pattern.compile("\\bmain\\s*\\(");
  private static final Pattern CONDITION = Pattern.compile("(?m)^[ \\t]*#[ \\t]*if");

  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

  /**
   * Reads a reproducer.
   *
   * @throws UserError if it is not there, or too large
   */
  public static ProgramFile read(Path given) {
    Path path = given.toAbsolutePath().normalize();
    Optional<String> objection = UserFiles.objection(path);
    if (objection.isPresent()) {
      throw new UserError(
          given.toString(),
          objection.get(),
          "name a reproducer: a C file, a program of syzkaller (.syz), a script, or a binary");
    }
    String file = String.valueOf(path.getFileName());
    byte[] bytes = UserFiles.bytes(path, MOST_BINARY, "check the path");
    if (bytes.length == 0) {
      throw new UserError(given.toString(), "is empty", "name a reproducer");
    }
    Kind kind = kind(given, file, bytes);
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put(file, bytes);
    Path place = Objects.requireNonNull(path.getParent());
    if (kind == Kind.SOURCE) {
      headers(place, file, parts);
    }
    return new ProgramFile(name(file), place, file, kind, parts);
  }

  private static Kind kind(Path given, String file, byte[] bytes) {
    String begin = text(Arrays.copyOf(bytes, 4));
    if (begin.equals("\u007fELF")) {
      return Kind.BINARY;
    }
    if (begin.startsWith("#!") || file.endsWith(".sh")) {
      return Kind.SCRIPT;
    }
    if (!file.endsWith(".c") && !file.endsWith(".syz")) {
      throw new UserError(
          given.toString(),
          "is no C file, program of syzkaller, script or binary",
          "give its name the end .c, .syz or .sh");
    }
    return Kind.SOURCE;
  }

  /** Returns a name that a case may use. */
  private static String name(String file) {
    String plain =
        file.replaceFirst("\\.(c|syz|sh)$", "")
            .replaceAll("[^A-Za-z0-9._-]", "_")
            .replaceFirst("^[._-]+", "");
    String name = plain.substring(0, Math.min(plain.length(), 50));
    return name.isEmpty() ? "repro" : name;
  }

  /** Adds what a source includes; a header that is not beside it is the system's, or kv.h. */
  private static void headers(Path directory, String file, Map<String, byte[]> parts) {
    Matcher include = INCLUDE.matcher(text(Objects.requireNonNull(parts.get(file))));
    while (include.find()) {
      Path header = directory.resolve(file).resolveSibling(include.group(1)).normalize();
      if (!header.startsWith(directory) || !Files.isRegularFile(header)) {
        continue;
      }
      String name = directory.relativize(header).toString();
      if (parts.containsKey(name)) {
        continue;
      }
      if (parts.size() > MOST_PARTS) {
        throw new UserError(
            directory.resolve(file).toString(), "includes too many files", "write a case for it");
      }
      parts.put(name, UserFiles.bytes(header, MOST_SOURCE, "check the path"));
      headers(directory, name, parts);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /**
   * Returns the steps that it reports, if its source leaves no doubt: {@code main} names as many as
   * it plans, one after the other. Otherwise none: a program may report steps that nobody declared.
   */
  public List<String> steps() {
    if (!file.endsWith(".c")) {
      return List.of();
    }
    String source = COMMENT.matcher(text(Objects.requireNonNull(parts.get(file)))).replaceAll(" ");
    Matcher main = MAIN.matcher(source);
    Matcher plan = PLAN.matcher(source);
    if (CONDITION.matcher(source).find() || !main.find() || !plan.find()) {
      return List.of();
    }
    Set<String> steps = new LinkedHashSet<>();
    Matcher step = STEP.matcher(source);
    int calls = 0;
    while (step.find()) {
      calls++;
      if (step.group(1) != null && step.start() > main.start()) {
        steps.add(step.group(1));
      }
    }
    boolean certain = steps.size() == calls && calls == Integer.parseInt(plan.group(1));
    return certain ? List.copyOf(steps) : List.of();
  }

  /**
   * Returns what it takes, as far as it tells.
   *
   * @throws UserError if it is a binary that cannot run on x86
   */
  public Needs needs() {
    String all = parts.values().stream().map(ProgramFile::text).collect(Collectors.joining("\n"));
    return switch (kind) {
      case SOURCE -> file.endsWith(".syz") ? SyzNeeds.of(all) : CNeeds.of(all);
      case SCRIPT -> ScriptNeeds.of(all);
      case BINARY ->
          Needs.ofBinary(
              StaticBinary.isDynamic(place.resolve(file)), all.charAt(ELF_CLASS) == ELF_32);
    };
  }

  /** Copies it into a directory. */
  void write(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      Path file = directory.resolve(part.getKey());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, part.getValue());
    }
  }
}
