package dev.kverdict.binary;

import dev.kverdict.InfraError;
import dev.kverdict.fuzz.FuzzTarget;
import dev.kverdict.fuzz.Masses;
import dev.kverdict.fuzz.Promise;
import dev.kverdict.host.Lane;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever binutils print of a module that a patch has built, whose debug information may be
 * anything: a table of lines, places, or one error.
 */
public final class LinesFuzz {

  private static final String OBJDUMP =
      """

      m.ko:     file format elf64-x86-64


      Disassembly of section .text:

      0000000000000010 <toy_f>:
      toy_f():
      /src/fs/toy/f.c:12
        10:\tpush   %rbp
      ./fs/toy/f.c:13 (discriminator 2)
        11:\tmov    %rsp,%rbp
      toy_inlined():
      ../fs/toy/f.c:14
        14:\tret

      Disassembly of section .init.text:

      0000000000000000 <toy_init>:
      toy_init():
      fs/toy/f.c:20
         0:\tret
      \0
      Contents of the .debug_line section:

      f.c:
      File name          Line number    Starting address    View    Stmt
      f.c                         12                0x10               x
      f.c                         13                0x11       1       x
      f.c                         14                0x14
      f.c                         20                   0               x
      f.c                          -                 0x1
      """;

  private static final String ADDR2LINE =
      """
      0x0000000000000000
      ??
      ??:0
      0x0000000000000010
      toy_inlined
      /src/fs/toy/f.c:14
      toy_f
      /src/fs/toy/f.c:12 (discriminator 1)
      0x0000000000000000
      """;

  /** For {@code ci/fuzz}. */
  public static final FuzzTarget TARGET =
      new FuzzTarget(
          "lines",
          LinesFuzz.class,
          LinesFuzz::fuzzerTestOneInput,
          List.of(FuzzTarget.bytes(OBJDUMP), FuzzTarget.bytes(ADDR2LINE)),
          List.of(
              "Disassembly of section .text:\n",
              "0000000000000010 <f>:\n",
              "ffffffff81000000 <f>:\n",
              "f():\n",
              "fs/toy/f.c:1\n",
              "fs/toy/f.c:4294967295\n",
              "../",
              "./",
              " (discriminator 1)",
              "  10:\tnop\n",
              "ffffffff81000000:\tnop\n",
              "f.c    12   0x10   x\n",
              "f.c    4294967295   0xffffffffffffffff   1 x\n",
              "0x0000000000000010\n",
              "??:0\n",
              "\u0000",
              "\n",
              "9",
              "f"));

  private static final Path OBJECT = Path.of("/toy/m.ko");
  private static final String SOURCE = "fs/toy/f.c";

  private LinesFuzz() {}

  /** Reads an input as what objdump prints, the second time behind a zero, and addr2line. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    byte[] said = Masses.of(input);
    int zero = 0;
    while (zero < said.length && said[zero] != 0) {
      zero++;
    }
    int second = Math.min(said.length, zero + 1);
    try {
      Lane lane =
          new SpeakingLane(
              Arrays.copyOf(said, zero), Arrays.copyOfRange(said, second, said.length));
      LineTable table = LineTableReader.read(lane, OBJECT, SOURCE);
      Promise.kept(table.module().equals("m"), "the module is %s", table.module());
      table.rows().forEach(row -> Promise.kept(row.line() >= 0, "a line is %d", row.line()));
      if (!table.none()) {
        int line = table.rows().get(0).line();
        Promise.kept(!table.at(line).isEmpty(), "a row's line has no rows");
      }
    } catch (InfraError e) {
      Promise.kept(Promise.isPlain(String.valueOf(e.getMessage())), "%s", e.getMessage());
    }
    try {
      for (Addr2line.Place place : Addr2line.answer(lines(said))) {
        Promise.kept(place.where() != null, "a place is nowhere");
      }
    } catch (InfraError e) {
      Promise.kept(Promise.isPlain(String.valueOf(e.getMessage())), "%s", e.getMessage());
    }
  }

  private static BufferedReader lines(byte[] said) {
    return new BufferedReader(
        new InputStreamReader(new ByteArrayInputStream(said), StandardCharsets.UTF_8));
  }
}
