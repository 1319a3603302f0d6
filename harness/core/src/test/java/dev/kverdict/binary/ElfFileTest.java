package dev.kverdict.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfFileTest {

  @TempDir Path folder;

  @Test
  void readsTheBuildIdThatTheLinkerWrote() throws IOException {
    Path library = compile("int f(void) { return 1; }", "-g", "-Wl,--build-id=0xc0ffee00");
    assertThat(ElfFile.read(library).buildId()).contains("c0ffee00");
  }

  @Test
  void debugInformationAndBuildIdAreNotCode() throws IOException {
    String code = loaded(compile("int f(void) { return 1; }", "-Wl,--build-id=0x01"));
    String debug = loaded(compile("int f(void) { return 1; }", "-g", "-Wl,--build-id=0x02"));
    assertThat(debug).isEqualTo(code);
  }

  @Test
  void oneInstructionMakesADifference() throws IOException {
    assertThat(loaded(compile("int f(void) { return 1; }", "-g")))
        .isNotEqualTo(loaded(compile("int f(void) { return 2; }", "-g")));
  }

  @Test
  void anotherCalleeMakesADifferenceBeforeItIsLinked() throws IOException {
    String one = loaded(object("void a(void); void f(void) { a(); }"));
    assertThat(loaded(object("void b(void); void f(void) { b(); }"))).isNotEqualTo(one);
    assertThat(loaded(object("void a(void); void f(void) { a(); }", "-g"))).isEqualTo(one);
  }

  @Test
  void functionsHaveTheirSectionPlaceAndSize() throws IOException {
    List<ElfFile.Function> functions =
        ElfFile.read(
                object(
                    "int f(void) { return 1; }"
                        + " __attribute__((section(\".init.text\"))) int g(void) { return 2; }"))
            .functions();
    assertThat(functions)
        .extracting(ElfFile.Function::name, ElfFile.Function::section)
        .containsExactlyInAnyOrder(tuple("f", ".text"), tuple("g", ".init.text"));
    assertThat(functions).allMatch(function -> function.size() > 0);
  }

  @Test
  void damagedFilesAreAnError() throws IOException {
    Path library = compile("int f(void) { return 1; }");
    byte[] bytes = Files.readAllBytes(library);
    Path half =
        Files.write(folder.resolve("half"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    Path text = Files.writeString(folder.resolve("text"), "no ELF file, long enough to look");
    assertThatThrownBy(() -> ElfFile.read(half)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ElfFile.read(text)).isInstanceOf(IOException.class);
  }

  /** The maker of the file chooses the numbers in it. */
  @Test
  void numbersThatLeadNowhereAreAnError() throws IOException {
    byte[] bytes = Files.readAllBytes(compile("int f(void) { return 1; }", "-Wl,--build-id=0x01"));
    int table = (int) number(bytes, 0x28);
    for (long wrong : new long[] {-1, 1L << 40, Integer.MAX_VALUE, bytes.length}) {
      assertThatThrownBy(() -> read(with(bytes, 0x28, wrong))).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> read(with(bytes, table + 64 + 24, 1L << 40)))
        .isInstanceOf(IOException.class);
    int note = noteOf(bytes, table);
    for (int wrong : new int[] {-1, Integer.MAX_VALUE, Integer.MAX_VALUE - 16}) {
      for (int field : new int[] {note, note + 4}) {
        byte[] other = bytes.clone();
        ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(field, wrong);
        Path file = Files.write(folder.resolve("note"), other);
        assertThat(ElfFile.read(file).buildId()).isEmpty();
      }
    }
  }

  /** A small file must not have more in it than a large one. */
  @Test
  void sectionsThatLieInOneAnotherAreAnError() throws IOException {
    byte[] bytes = Files.readAllBytes(object("int f(void) { return 1; }"));
    assertThatThrownBy(() -> read(withShort(bytes, 0x3a, 0))).isInstanceOf(IOException.class);
    byte[] other = bytes.clone();
    int table = (int) number(bytes, 0x28);
    for (int section = table + 64; section + 64 <= bytes.length; section += 64) {
      ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putLong(section + 24, 0);
      ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putLong(section + 32, bytes.length);
    }
    assertThatThrownBy(() -> read(other)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(with(bytes, table + 64 + 32, -64)))
        .isInstanceOf(IOException.class);
  }

  /** Each symbol of a million could have the same name of 64 KiB. */
  @Test
  void manySymbolsWithOneLongNameAreAnError() throws IOException {
    int symbols = 1000;
    int name = 60_000;
    int table = 64 + symbols * 24 + name;
    ByteBuffer elf = ByteBuffer.allocate(table + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).putLong(0x28, table);
    elf.putShort(0x3a, (short) 64).putShort(0x3c, (short) 3).putShort(0x3e, (short) 2);
    for (int at = 64; at < 64 + symbols * 24; at += 24) {
      elf.put(at + 4, (byte) 2).putShort(at + 6, (short) 1);
    }
    for (int at = table - name; at < table - 1; at++) {
      elf.put(at, (byte) 'n');
    }
    elf.putInt(table + 64, name - 1).putInt(table + 64 + 4, 2).putLong(table + 64 + 24, 64);
    elf.putLong(table + 64 + 32, symbols * 24).putInt(table + 64 + 40, 2);
    elf.putInt(table + 128, name - 1).putInt(table + 128 + 4, 3);
    elf.putLong(table + 128 + 24, table - name).putLong(table + 128 + 32, name);
    Path file = Files.write(folder.resolve("names"), elf.array());
    assertThatThrownBy(() -> ElfFile.read(file).functions())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
    elf.putLong(table + 64 + 32, 10 * 24);
    assertThat(ElfFile.read(Files.write(file, elf.array())).functions()).hasSize(10);
  }

  private static byte[] withShort(byte[] bytes, int at, int number) {
    byte[] other = bytes.clone();
    ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) number);
    return other;
  }

  private static long number(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
  }

  /** Offset of the note with the build-id, a single byte 0x01. */
  private static int noteOf(byte[] bytes, int table) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = table; at + 64 <= bytes.length; at += 64) {
      int offset = (int) file.getLong(at + 24);
      if (file.getInt(at + 4) == 7 && file.getInt(offset + 8) == 3) {
        return offset;
      }
    }
    throw new AssertionError("no build-id");
  }

  private byte[] with(byte[] bytes, int at, long number) {
    byte[] other = bytes.clone();
    ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putLong(at, number);
    return other;
  }

  private String read(byte[] bytes) throws IOException {
    return loaded(Files.write(folder.resolve("damaged"), bytes));
  }

  private String loaded(Path file) throws IOException {
    MessageDigest digest = Digests.sha256();
    ElfFile.read(file).addLoaded(digest);
    return Digests.hex(digest);
  }

  private Path compile(String source, String... flags) throws IOException {
    return gcc("-shared", source, flags);
  }

  /** A relocatable file, as modules are. */
  private Path object(String source, String... flags) throws IOException {
    return gcc("-c", source, flags);
  }

  private Path gcc(String kind, String source, String... flags) throws IOException {
    Path folder = Files.createTempDirectory(this.folder, "c");
    Files.writeString(folder.resolve("f.c"), source);
    List<String> argv = new ArrayList<>(List.of("gcc", kind, "-o", "f.elf", "f.c"));
    argv.addAll(List.of(flags));
    CommandResult result =
        new HostLane().run(Command.of(folder, argv.toArray(String[]::new)).asChore());
    assertThat(result.ok()).as(result.summary()).isTrue();
    return folder.resolve("f.elf");
  }
}
