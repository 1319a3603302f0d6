package dev.kverdict.binary;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.host.RunningProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the code of a source file's lines in an object file by means of binutils, which reads
 * DWARF. {@code objdump -d -l} prints section, symbol, inlined function and line of every
 * instruction, so that an address is never in the middle of one; {@code --dwarf=decodedline} prints
 * which of them begin a statement, because an optimiser may move parts of a statement before the
 * branch that guards it.
 */
public final class LineTableReader {

  private static final Pattern SECTION = Pattern.compile("Disassembly of section (.+):");
  private static final Pattern SYMBOL = Pattern.compile("([0-9a-f]{16}) <(.+)>:");
  private static final Pattern FUNCTION = Pattern.compile("([A-Za-z_][\\w.]*)\\(\\):");
  private static final Pattern LINE =
      Pattern.compile("(\\S.*):(\\d+)(?: \\(discriminator \\d+\\))?");
  private static final Pattern INSTRUCTION = Pattern.compile(" *([0-9a-f]{1,16}):\\t.*");
  private static final Pattern STATEMENT =
      Pattern.compile("\\S+ +(\\d+) +(?:0x)?([0-9a-f]{1,16})(?: +\\d+)? +x");

  /** DWARF has room for longer numbers of lines, by which no source has a line. */
  private static final int MOST_DIGITS = 9;

  private final List<LineRow> rows = new ArrayList<>();
  private final Set<String> statements = new HashSet<>();
  private final Set<String> symbols = new HashSet<>();
  private final Set<String> ambiguous = new HashSet<>();

  private LineTableReader() {}

  /**
   * Reads the line table of a source file from an object file.
   *
   * @param source its path below the kernel's root, such as {@code fs/ocfs2/move_extents.c}
   * @throws InfraError if objdump cannot be run
   */
  public static LineTable read(Lane lane, Path object, String source) {
    LineTableReader reader = new LineTableReader();
    String name = object.toString();
    Command lines = Command.beside(object, "objdump", "-d", "-l", "--no-show-raw-insn", name);
    follow(lane, lines.reading(object), reader.new Disassembly(source)::accept);
    if (!reader.rows.isEmpty()) {
      String base = source.substring(source.lastIndexOf('/') + 1) + " ";
      Command statements = Command.beside(object, "objdump", "--dwarf=decodedline", name);
      follow(lane, statements.reading(object), line -> reader.statement(base, line));
    }
    return new LineTable(
        ModuleName.of(object),
        reader.rows.stream().map(row -> row.beginning(reader.beginsStatement(row))).toList(),
        reader.ambiguous);
  }

  private boolean beginsStatement(LineRow row) {
    return statements.contains(row.line() + "@" + row.address());
  }

  private void statement(String base, String line) {
    if (!line.startsWith(base)) {
      return; // nearly all lines concern other files, and a pattern is slow
    }
    Matcher row = STATEMENT.matcher(line);
    if (row.matches()) {
      statements.add(row.group(1) + "@" + Long.parseUnsignedLong(row.group(2), 16));
    }
  }

  private interface Lines {
    void accept(String line);
  }

  private static void follow(Lane lane, Command command, Lines lines) {
    try (RunningProgram program = lane.start(command);
        BufferedReader output =
            new BufferedReader(new InputStreamReader(program.output(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.accept(line);
      }
      if (program.await(command.timeout()).orElse(1) != 0) {
        throw new InfraError(
            "objdump cannot read " + command.argv().get(command.argv().size() - 1));
      }
    } catch (IOException e) {
      throw new InfraError("lost the output of objdump: " + e.getMessage(), e);
    }
  }

  /** Reads {@code objdump -d -l} line by line. */
  private final class Disassembly {
    private final String source;
    private String section = "";
    private String symbol = "";
    private long start;
    private String function = "";
    private int line;
    private boolean begins;

    Disassembly(String source) {
      this.source = source;
    }

    void accept(String text) {
      if (!begins && text.startsWith(" ")) {
        return; // nearly all lines are further instructions of the same source line
      }
      Matcher instruction = INSTRUCTION.matcher(text);
      if (instruction.matches()) {
        if (begins) {
          long address = Long.parseUnsignedLong(instruction.group(1), 16);
          rows.add(new LineRow(line, function, symbol, address - start, address, section, false));
          begins = false;
        }
        return;
      }
      Matcher head = SYMBOL.matcher(text);
      if (head.matches()) {
        symbol = head.group(2);
        start = Long.parseUnsignedLong(head.group(1), 16);
        if (!symbols.add(symbol)) {
          ambiguous.add(symbol);
        }
        return;
      }
      Matcher named = FUNCTION.matcher(text);
      Matcher placed = LINE.matcher(text);
      Matcher titled = SECTION.matcher(text);
      if (named.matches()) {
        function = named.group(1);
      } else if (titled.matches()) {
        section = titled.group(1);
      } else if (placed.matches()) {
        String number = placed.group(2);
        begins = number.length() <= MOST_DIGITS && normal(placed.group(1)).equals(source);
        line = begins ? Integer.parseInt(number) : 0;
      }
    }
  }

  /** Strips the {@code ..} by which builds refer to the source from a directory below it. */
  private static String normal(String path) {
    return path.replaceFirst("^(\\.{1,2}/)+", "");
  }
}
