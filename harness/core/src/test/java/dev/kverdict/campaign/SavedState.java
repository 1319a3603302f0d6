package dev.kverdict.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * The state file of a saved machine, to be damaged. Of QEMU's migration stream only the records of
 * whole pages are known (migration/ram.c): eight bytes, of which the lowest twelve bits are flags
 * and the rest is the page's address in its block, then the page.
 */
final class SavedState {

  private static final int PAGE = 4096;
  private static final int HEADER = 8;

  /** A page of the same block as the one before. */
  private static final long WHOLE_PAGE = 0x28;

  /** What may follow one: another page, one of a single byte, another block, the end. */
  private static final List<Long> NEXT = List.of(0x28L, 0x22L, 0x08L, 0x02L, 0x10L);

  private static final long MOST_MEMORY = 1L << 36;

  private final Path file;
  private final byte[] bytes;
  private final TreeMap<Long, Integer> pages = new TreeMap<>();

  private SavedState(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
    int at = 0;
    while (at + 2 * HEADER + PAGE <= bytes.length) {
      if (isPage(at)) {
        pages.put(number(at) & -PAGE, at + HEADER);
        at += HEADER + PAGE;
      } else {
        at++;
      }
    }
  }

  static SavedState of(Path machine) throws IOException {
    Path file = machine.resolve("state");
    return new SavedState(file, Files.readAllBytes(file));
  }

  private boolean isPage(int at) {
    return (number(at) & PAGE - 1) == WHOLE_PAGE
        && number(at) < MOST_MEMORY
        && number(at) >= 0
        && NEXT.contains(number(at + HEADER + PAGE) & PAGE - 1)
        && number(at + HEADER + PAGE) < MOST_MEMORY;
  }

  private long number(int at) {
    return ByteBuffer.wrap(bytes, at, HEADER).getLong();
  }

  /** The directory of the machine. */
  Path machine() {
    return file.getParent();
  }

  /** In bytes. */
  int length() {
    return bytes.length;
  }

  private List<Long> some(int count, Random random) {
    List<Long> all = new ArrayList<>(pages.keySet());
    Collections.shuffle(all, random);
    return all.subList(0, Math.min(count, all.size()));
  }

  void zeroPages(int count, Random random) throws IOException {
    for (long page : some(count, random)) {
      int at = pages.get(page);
      Arrays.fill(bytes, at, at + PAGE, (byte) 0);
    }
    write();
  }

  /** As if their last writes had been lost. */
  void takePagesOf(SavedState older, int count, Random random) throws IOException {
    for (long page : some(count, random)) {
      Integer from = older.pages.get(page);
      if (from != null) {
        System.arraycopy(older.bytes, from, bytes, pages.get(page), PAGE);
      }
    }
    write();
  }

  void flipBits(int count, Random random) throws IOException {
    for (long page : some(count, random)) {
      bytes[pages.get(page) + random.nextInt(PAGE)] ^= (byte) (1 << random.nextInt(8));
    }
    write();
  }

  void swapPages(int count, Random random) throws IOException {
    List<Long> chosen = some(2 * count, random);
    for (int i = 0; i + 1 < chosen.size(); i += 2) {
      int one = pages.get(chosen.get(i));
      int other = pages.get(chosen.get(i + 1));
      byte[] kept = Arrays.copyOfRange(bytes, one, one + PAGE);
      System.arraycopy(bytes, other, bytes, one, PAGE);
      System.arraycopy(kept, 0, bytes, other, PAGE);
    }
    write();
  }

  void cut(int length) throws IOException {
    Files.write(file, Arrays.copyOf(bytes, length));
  }

  private void write() throws IOException {
    cut(bytes.length);
  }
}
