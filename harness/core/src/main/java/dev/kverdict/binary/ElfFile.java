package dev.kverdict.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads the parts of a 64-bit little-endian ELF file (System V ABI, chapter 4) by which builds are
 * compared: its sections and its GNU build-id.
 */
public final class ElfFile {

  private static final int SHT_NULL = 0;
  private static final int SHT_SYMTAB = 2;
  private static final int SHT_RELA = 4;
  private static final int SHT_NOTE = 7;
  private static final int SHT_NOBITS = 8;
  private static final long SHF_ALLOC = 2;
  private static final int NT_GNU_BUILD_ID = 3;
  private static final int STT_FUNC = 2;
  private static final int SYMBOL_SIZE = 24;
  private static final int RELA_SIZE = 24;
  private static final int SECTION_SIZE = 64;

  /** Longer than any compiler's name (kallsyms keeps 511 characters), not a hostile one. */
  private static final int MOST_TEXT = 64 * 1024;

  /** What all names may have together, in bytes: as much as the file, but never less than this. */
  private static final int LEAST_NAMES = 16 << 20;

  private final ByteBuffer bytes;
  private final List<Section> sections = new ArrayList<>();

  /** How many bytes of names may still be read: a file can give its longest one to every symbol. */
  private long namesLeft;

  /** A section; the meaning of the last two fields depends on its type. */
  private record Section(
      String name, int type, long flags, int offset, int size, int link, int info) {

    boolean loaded() {
      return (flags & SHF_ALLOC) != 0;
    }
  }

  /**
   * A function.
   *
   * @param name its symbol
   * @param section the section it is in
   * @param value its address; in a relocatable file, its offset in the section
   * @param size its size in bytes
   */
  record Function(String name, String section, long value, long size) {}

  private ElfFile(ByteBuffer bytes) {
    this.bytes = bytes;
    this.namesLeft = Math.max(bytes.limit(), LEAST_NAMES);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is not such an ELF file
   */
  public static ElfFile read(Path file) throws IOException {
    ByteBuffer bytes = mapped(file);
    try {
      if (bytes.getInt(0) != 0x464c457f || bytes.get(4) != 2 || bytes.get(5) != 1) {
        throw new IOException(file + " is not a 64-bit little-endian ELF file");
      }
      ElfFile elf = new ElfFile(bytes);
      elf.readSections();
      return elf;
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new IOException(file + " is a damaged ELF file", e);
    }
  }

  /** Maps the file instead of reading it: a build may have made it of any size. */
  private static ByteBuffer mapped(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException(file + " is too large");
      }
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private void readSections() {
    int table = Math.toIntExact(bytes.getLong(0x28));
    int size = bytes.getShort(0x3a) & 0xffff;
    int count = bytes.getShort(0x3c) & 0xffff;
    if (count > 0 && size != SECTION_SIZE) {
      throw new IndexOutOfBoundsException("sections of another size");
    }
    int names = Math.toIntExact(bytes.getLong(table + size * (bytes.getShort(0x3e) & 0xffff) + 24));
    long room = bytes.limit();
    for (int i = 0; i < count; i++) {
      int at = table + i * size;
      int type = bytes.getInt(at + 4);
      sections.add(
          new Section(
              text(names + bytes.getInt(at)),
              type,
              bytes.getLong(at + 8),
              Math.toIntExact(bytes.getLong(at + 24)),
              Math.toIntExact(bytes.getLong(at + 32)),
              bytes.getInt(at + 40),
              bytes.getInt(at + 44)));
      // A linker gives each byte to one section. Else a small file could have any amount of them.
      long length = type == SHT_NOBITS || type == SHT_NULL ? 0 : bytes.getLong(at + 32);
      room -= length;
      if (length < 0 || room < 0) {
        throw new IndexOutOfBoundsException("sections that lie in one another");
      }
    }
  }

  /**
   * Returns the GNU build-id in hex.
   *
   * @throws IOException if a note is damaged
   */
  public Optional<String> buildId() throws IOException {
    try {
      return findBuildId();
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("its notes are damaged", e);
    }
  }

  private Optional<String> findBuildId() {
    for (Section section : sections) {
      if (section.type() != SHT_NOTE) {
        continue;
      }
      int at = section.offset();
      int end = section.offset() + section.size();
      while (at + 12 <= end) {
        int nameSize = bytes.getInt(at);
        int size = bytes.getInt(at + 4);
        int type = bytes.getInt(at + 8);
        int name = at + 12;
        // As long, because sizes that the file claims must not overflow.
        long described = name + ((nameSize + 3L) & ~3L);
        if (nameSize < 0 || size < 0 || described + size > end) {
          break;
        }
        int description = (int) described;
        if (type == NT_GNU_BUILD_ID && nameSize == 4 && text(name).equals("GNU")) {
          byte[] id = new byte[size];
          bytes.get(description, id);
          return Optional.of(HexFormat.of().formatHex(id));
        }
        at = description + ((size + 3) & ~3);
      }
    }
    return Optional.empty();
  }

  /** Returns whether there is a section of this name. */
  public boolean has(String section) {
    return sections.stream().anyMatch(one -> one.name().equals(section));
  }

  /**
   * Returns the functions of the symbol table, in its order.
   *
   * @throws IOException if the table is damaged
   */
  List<Function> functions() throws IOException {
    try {
      List<Function> functions = new ArrayList<>();
      for (Section table : sections) {
        if (table.type() == SHT_SYMTAB) {
          addFunctions(table, functions);
        }
      }
      return functions;
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("its symbol table is damaged", e);
    }
  }

  private void addFunctions(Section table, List<Function> functions) {
    int end = table.offset() + table.size();
    for (int at = table.offset(); at + SYMBOL_SIZE <= end; at += SYMBOL_SIZE) {
      int section = bytes.getShort(at + 6) & 0xffff;
      if ((bytes.get(at + 4) & 0xf) == STT_FUNC && section > 0 && section < sections.size()) {
        functions.add(
            new Function(
                symbolName(table, at),
                sections.get(section).name(),
                bytes.getLong(at + 8),
                bytes.getLong(at + 16)));
      }
    }
  }

  private String symbolName(Section table, int at) {
    return text(sections.get(table.link()).offset() + bytes.getInt(at));
  }

  /**
   * Adds everything that is loaded into memory to a digest, except the build-id, which covers more.
   * Includes the relocations, which tell what a module calls: calls have equal bytes until it is
   * loaded.
   *
   * @throws IOException if the file is damaged
   */
  public void addLoaded(MessageDigest digest) throws IOException {
    try {
      for (Section section : sections) {
        boolean buildId = section.type() == SHT_NOTE && section.name().contains("build-id");
        // In vmlinux the note is in .notes, with others that do not concern code.
        boolean notes = section.type() == SHT_NOTE && section.name().equals(".notes");
        if (section.type() == SHT_RELA && sections.get(section.info()).loaded()) {
          addRelocations(section, digest);
        }
        if (!section.loaded() || buildId || notes) {
          continue;
        }
        add(section.name() + " " + section.size(), digest);
        if (section.type() != SHT_NOBITS) {
          digest.update(bytes.slice(section.offset(), section.size()));
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("the ELF file is damaged", e);
    }
  }

  /** Adds relocations by symbol names: symbol numbers depend on what is not loaded. */
  private void addRelocations(Section section, MessageDigest digest) {
    Section symbols = sections.get(section.link());
    int end = section.offset() + section.size();
    add(section.name(), digest);
    for (int at = section.offset(); at + RELA_SIZE <= end; at += RELA_SIZE) {
      int type = bytes.getInt(at + 8);
      int symbol = symbols.offset() + bytes.getInt(at + 12) * SYMBOL_SIZE;
      int home = bytes.getShort(symbol + 6) & 0xffff;
      String named =
          home > 0 && home < sections.size()
              ? sections.get(home).name() + "+" + bytes.getLong(symbol + 8)
              : symbolName(symbols, symbol);
      add(bytes.getLong(at) + " " + type + " " + named + " " + bytes.getLong(at + 16), digest);
    }
  }

  private static void add(String line, MessageDigest digest) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private String text(int at) {
    int end = at;
    while (bytes.get(end) != 0) {
      if (++end - at > MOST_TEXT) {
        throw new IndexOutOfBoundsException("a name without an end");
      }
    }
    namesLeft -= end - at;
    if (namesLeft < 0) {
      throw new IndexOutOfBoundsException("names without an end");
    }
    return StandardCharsets.UTF_8.decode(bytes.slice(at, end - at)).toString();
  }
}
