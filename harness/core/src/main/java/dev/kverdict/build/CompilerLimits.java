package dev.kverdict.build;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which compilers can build a source, by what its own files say. Sources before 5.13 say nothing,
 * and take every compiler that Debian has had since.
 *
 * @param tree the root of the source
 */
record CompilerLimits(Lane lane, Path tree) {

  /** Prints the oldest version of a tool that kbuild accepts. */
  private static final String OLDEST = "scripts/min-tool-version.sh";

  /** The file with the options of the code that runs in real mode. */
  private static final String REAL_MODE = "arch/x86/Makefile";

  /** From here on {@code bool} is a keyword unless a standard before C23 is asked for. */
  private static final int GCC_OF_C23 = 15;

  private static final Pattern CLANG = Pattern.compile("clang version ([0-9]+(\\.[0-9]+)*)");
  private static final Pattern GCC = Pattern.compile("\\) ([0-9]+(\\.[0-9]+)*)");
  private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){0,3}");

  /**
   * A compiler.
   *
   * @param name gcc or clang
   * @param tool what the script calls it
   */
  private record Compiler(String name, String tool, String version) {}

  /**
   * Returns why a compiler cannot build the source; empty if nothing is known against it.
   *
   * @param identity the first line of its version
   */
  Optional<String> objection(String identity) {
    return compiler(identity)
        .flatMap(
            compiler ->
                oldest(compiler)
                    .filter(least -> before(compiler.version(), least))
                    .map(
                        least ->
                            "needs %s %s or newer, and this is %s (%s)"
                                .formatted(compiler.name(), least, compiler.version(), OLDEST))
                    .or(() -> newest(compiler)));
  }

  private static Optional<Compiler> compiler(String identity) {
    Matcher clang = CLANG.matcher(identity);
    if (clang.find()) {
      return Optional.of(new Compiler("clang", "llvm", clang.group(1)));
    }
    Matcher gcc = GCC.matcher(identity);
    return gcc.find() ? Optional.of(new Compiler("gcc", "gcc", gcc.group(1))) : Optional.empty();
  }

  private Optional<String> oldest(Compiler compiler) {
    if (!Files.isRegularFile(tree.resolve(OLDEST), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    CommandResult result =
        lane.run(
            Command.of(tree, "sh", OLDEST, compiler.tool())
                .reading(tree)
                .withEnvironment(Map.of("ARCH", "x86", "SRCARCH", "x86")));
    return Optional.of(result.output())
        .filter(lines -> result.ok() && !lines.isEmpty())
        .map(lines -> lines.get(0).strip())
        .filter(line -> VERSION.matcher(line).matches());
  }

  /** Sources before 6.14 that were not repaired since have a type of their own called bool. */
  private Optional<String> newest(Compiler compiler) {
    Path file = tree.resolve(REAL_MODE);
    if (!compiler.name().equals("gcc")
        || before(compiler.version(), Integer.toString(GCC_OF_C23))
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      boolean named =
          lines.stream().anyMatch(line -> line.matches("REALMODE_CFLAGS\\s*:=.*-std=.*"));
      boolean asked = lines.stream().anyMatch(line -> line.startsWith("REALMODE_CFLAGS"));
      return asked && !named
          ? Optional.of(
              "needs gcc %d or older, and this is %s (%s does not say which C it is written in)"
                  .formatted(GCC_OF_C23 - 1, compiler.version(), REAL_MODE))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the compiler will say what it cannot read
    }
  }

  /** Compares versions by their numbers. */
  private static boolean before(String one, String other) {
    String[] left = one.split("\\.", -1);
    String[] right = other.split("\\.", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = Integer.compare(number(left, i), number(right, i));
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  private static int number(String[] parts, int i) {
    return i < parts.length && parts[i].length() < 9 ? Integer.parseInt(parts[i]) : 0;
  }
}
