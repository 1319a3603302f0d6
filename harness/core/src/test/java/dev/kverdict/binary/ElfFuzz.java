package dev.kverdict.binary;

import dev.kverdict.UserError;
import dev.kverdict.fuzz.FuzzTarget;
import dev.kverdict.fuzz.Masses;
import dev.kverdict.fuzz.Promise;
import dev.kverdict.guest.StaticBinary;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whatever a kernel, a module or a program is: its parts, or an error. */
public final class ElfFuzz {

  private static final int HEADER = 64;

  /** For {@code ci/fuzz}. */
  public static final FuzzTarget TARGET =
      new FuzzTarget(
          "elf",
          ElfFuzz.class,
          ElfFuzz::fuzzerTestOneInput,
          List.of(object(), program(), image(), FuzzTarget.bytes("x Linux version 6.1.0 (a) b\n")),
          List.of(
              "\u007fELF\u0002\u0001",
              "\u007fELF\u0001\u0001",
              "GNU\u0000",
              "HdrS",
              "Linux version 6.1 (",
              "\u0000\u0000\u0000\u0000",
              "\u00ff\u00ff\u00ff\u00ff",
              "\u00ff\u00ff\u00ff\u007f",
              "\u0000\u0000\u0000\u0080",
              "\u0040\u0000",
              "\u0002\u0000\u0000\u0000",
              "\u0004\u0000\u0000\u0000",
              "\u0007\u0000\u0000\u0000",
              "\u0008\u0000\u0000\u0000",
              "a"));

  private static final Path FILE = made();

  private ElfFuzz() {}

  /** Returns a module with a function, a relocation and a build-id. */
  private static byte[] object() {
    ByteBuffer elf = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).putShort(16, (short) 1);
    elf.putShort(18, (short) 62).putLong(0x28, HEADER).putShort(0x3a, (short) HEADER);
    elf.putShort(0x3c, (short) 7).putShort(0x3e, (short) 6);
    int names = 600;
    text(elf, names, "\0.text\0.rela.text\0.symtab\0.strtab\0.note.gnu.build-id\0f\0");
    section(elf, 1, 1, 1, 2, new int[] {512, 16, 0, 0}); // .text
    section(elf, 2, 7, 4, 0, new int[] {528, 24, 3, 1}); // .rela.text
    section(elf, 3, 18, 2, 0, new int[] {552, 48, 4, 1}); // .symtab
    section(elf, 4, 26, 3, 0, new int[] {names, 80, 0, 0}); // .strtab
    section(elf, 5, 34, 7, 2, new int[] {700, 20, 0, 0}); // the note
    section(elf, 6, 26, 3, 0, new int[] {names, 80, 0, 0}); // the sections' names
    elf.putLong(528, 4).putInt(536, 2).putInt(540, 1); // of the function
    elf.putInt(576, 53).put(580, (byte) 2).putShort(582, (short) 1).putLong(592, 16);
    elf.putInt(700, 4).putInt(704, 4).putInt(708, 3).putInt(712, 0x554e47).putInt(716, 0xc0ffee);
    return elf.array();
  }

  private static void text(ByteBuffer elf, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    elf.put(at, bytes);
  }

  /** Writes an entry of the table of sections; {@code where} is offset, size, link and info. */
  private static void section(ByteBuffer elf, int n, int name, int type, int flags, int[] where) {
    int at = HEADER + n * HEADER;
    elf.putInt(at, name).putInt(at + 4, type).putLong(at + 8, flags);
    elf.putLong(at + 24, where[0]).putLong(at + 32, where[1]);
    elf.putInt(at + 40, where[2]).putInt(at + 44, where[3]);
  }

  /** Returns a static program. */
  private static byte[] program() {
    ByteBuffer elf = ByteBuffer.allocate(192).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464c457f).put(4, (byte) 1).put(5, (byte) 1).putShort(16, (short) 2);
    elf.putShort(18, (short) 3).putInt(28, 128).putShort(42, (short) 32).putShort(44, (short) 1);
    return elf.putInt(128, 1).array();
  }

  /** Returns a compressed kernel with an empty payload of eight bytes. */
  private static byte[] image() {
    ByteBuffer image = ByteBuffer.allocate(1024 + 8).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x1f1, (byte) 1).putInt(0x202, 0x53726448).putShort(0x206, (short) 0x20c);
    return image.putInt(0x24c, 8).array();
  }

  private static Path made() {
    try {
      Path memory = Path.of("/dev/shm");
      Path file =
          Files.isWritable(memory)
              ? Files.createTempFile(memory, "kverdict-fuzz", ".ko")
              : Files.createTempFile("kverdict-fuzz", ".ko");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Reading {
    void read() throws IOException;
  }

  /** Reads an input as each kind of binary. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, Masses.of(input));
    attempt(() -> Promise.kept(ElfFile.read(FILE).buildId() != null, "nothing"));
    attempt(ElfFuzz::functions);
    attempt(() -> ElfFile.read(FILE).addLoaded(Digests.sha256()));
    attempt(() -> Promise.kept(BzImage.payload(FILE).length > 4, "a payload is empty"));
    attempt(() -> KernelBanner.release(FILE).ifPresent(ElfFuzz::release));
    try {
      boolean unused = StaticBinary.isDynamic(FILE);
    } catch (UserError e) {
      Promise.oneLine(e);
    }
  }

  private static void attempt(Reading reading) {
    try {
      reading.read();
    } catch (IOException e) {
      Promise.kept(e.getMessage() != null, "an error says nothing");
    }
  }

  private static void functions() throws IOException {
    long size = Files.size(FILE);
    ElfFile elf = ElfFile.read(FILE);
    List<ElfFile.Function> functions = elf.functions();
    Promise.kept(functions.size() <= size / 24, "more functions than fit");
    Promise.kept(
        functions.stream().limit(9).allMatch(one -> elf.has(one.section())),
        "a function is in no section");
  }

  private static void release(String release) {
    Promise.kept(release.matches("[A-Za-z0-9][\\w.+~-]{0,63}"), "a release is %s", release);
  }
}
