package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kverdict.UserError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticBinaryTest {

  private static final int LOAD = 1;
  private static final int INTERPRETER = 3;

  @TempDir private Path folder;

  /** A header with a table of one entry. */
  private Path elf(int bits, int type, int machine, int segment) throws IOException {
    boolean wide = bits == 64;
    ByteBuffer elf = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464c457f).put(4, (byte) (wide ? 2 : 1)).put(5, (byte) 1);
    elf.putShort(16, (short) type).putShort(18, (short) machine);
    if (wide) {
      elf.putLong(32, 128).putShort(54, (short) 56).putShort(56, (short) 1);
    } else {
      elf.putInt(28, 128).putShort(42, (short) 32).putShort(44, (short) 1);
    }
    elf.putInt(128, segment);
    return Files.write(folder.resolve("program"), elf.array());
  }

  private void refused(Path file, String message) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> StaticBinary.require(file, Path.of("/case/repro")))
        .withMessageStartingWith("/case/repro: ")
        .withMessageContaining(message);
  }

  @Test
  void staticProgramsOfBothSizesAreTaken() throws IOException {
    for (Path file : new Path[] {elf(64, 2, 62, LOAD), elf(64, 3, 62, LOAD), elf(32, 2, 3, LOAD)}) {
      StaticBinary.require(file, file);
    }
  }

  @Test
  void theAgentsOwnCompilerMakesSuchPrograms() throws IOException {
    Path source = Files.writeString(folder.resolve("a.c"), "int main(void) { return 0; }\n");
    Path program = folder.resolve("a");
    assertThat(Programs.compileStrictly(program, java.util.List.of(source), java.util.List.of()))
        .extracting(Programs.Result::exitCode)
        .isEqualTo(0);
    StaticBinary.require(program, program);
  }

  @Test
  void aProgramThatNeedsALinkerIsRefused() throws IOException {
    refused(elf(64, 3, 62, INTERPRETER), "needs a dynamic linker");
    refused(elf(32, 2, 3, INTERPRETER), "link it with -static");
  }

  @Test
  void whatIsNoProgramForX86IsRefused() throws IOException {
    refused(elf(64, 1, 62, LOAD), "is no ELF executable for x86"); // relocatable
    refused(elf(64, 2, 183, LOAD), "is no ELF executable for x86"); // of another machine
    refused(elf(32, 2, 62, LOAD), "is no ELF executable for x86"); // x32
    refused(elf(64, 2, 62, 2), "has nothing to load");
    refused(Files.writeString(folder.resolve("script"), "#!/bin/sh\n" + "#".repeat(100)), "is no");
    refused(Files.createFile(folder.resolve("empty")), "is no ELF executable");
  }

  @Test
  void aDamagedHeaderIsRefused() throws IOException {
    Path file = elf(64, 2, 62, LOAD);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(32, Long.MAX_VALUE);
    refused(Files.write(file, bytes), "is a damaged ELF file");
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(32, -8);
    refused(Files.write(file, bytes), "is a damaged ELF file");
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(32, 250).putShort(56, (short) -1);
    refused(Files.write(file, bytes), "is a damaged ELF file");
  }

  @Test
  void aProgramThatDoesNotFitIsRefused() throws IOException {
    Path large = folder.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(StaticBinary.MAX_SIZE + 1); // a hole
    }
    refused(large, "has more than 64 MiB");
  }
}
