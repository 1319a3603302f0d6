package dev.kverdict.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.HostLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entries that a broken host changed below their valid names. */
class SealTest {

  private static final Key KEY = Key.of("step", 1, "input");

  @TempDir private Path root;
  private final AtomicInteger made = new AtomicInteger();

  /** What a file system can do to a file that was never written back. */
  enum Damage {
    CUT {
      @Override
      void to(Path file) throws IOException {
        Files.writeString(file, "ev");
      }
    },
    EMPTIED {
      @Override
      void to(Path file) throws IOException {
        Files.writeString(file, "");
      }
    },
    ZEROED {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte["evidence".length()]);
      }
    },
    GONE {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    },
    A_DIRECTORY {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
      }
    };

    abstract void to(Path file) throws IOException;
  }

  /** A new one each time: it looks at an entry once. */
  private Path obtain() {
    Store store = new Store(root.resolve("store"), new HostLane(), 1 << 20);
    try (Entry entry =
        store.obtain(
            KEY,
            folder -> {
              made.incrementAndGet();
              Files.createDirectories(folder.resolve("a b"));
              Files.writeString(folder.resolve("a b/file"), "evidence");
            })) {
      return entry.folder().resolve("a b/file");
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void whatIsDamagedIsMadeAgain(Damage damage) throws IOException {
    damage.to(obtain());
    assertThat(obtain()).hasContent("evidence");
    assertThat(obtain()).hasContent("evidence");
    assertThat(made).hasValue(2);
  }

  @Test
  void whatCameToItLaterDoesNotCount() throws IOException {
    Files.writeString(obtain().resolveSibling("mark"), "");
    assertThat(obtain()).hasContent("evidence");
    assertThat(made).hasValue(1);
  }

  @Test
  void anEntryWithoutASealGetsOne() throws IOException {
    Path file = obtain();
    AtomicFiles.delete(root.resolve("store/locks"));
    Files.writeString(file, "evidence of an older version");
    assertThat(obtain()).hasContent("evidence of an older version");
    Files.writeString(file, "");
    assertThat(obtain()).hasContent("evidence");
    assertThat(made).hasValue(2);
  }

  @Test
  void ofALargeFileTheSizeCountsAndOfATreeNothing() throws IOException {
    Path entry = Files.createDirectory(root.resolve("entry"));
    Path large = Files.write(entry.resolve("large"), new byte[(1 << 20) + 1]);
    Seal seal = Seal.of(entry).orElseThrow();
    Files.write(large, new byte[1 << 20]);
    assertThat(seal.broken(entry)).contains("large");
    for (int i = 0; i < 1000; i++) {
      Files.createFile(entry.resolve("file" + i));
    }
    assertThat(Seal.of(entry)).isEmpty();
  }
}
