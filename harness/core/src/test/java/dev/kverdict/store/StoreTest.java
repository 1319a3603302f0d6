package dev.kverdict.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.ChildJvm;
import dev.kverdict.host.HostLane;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {

  private static final Key KEY = Key.of("step", 1, "input");

  @TempDir Path root;

  private Store store() {
    return new Store(root.resolve("store"), new HostLane(), 1 << 20);
  }

  private Store withLeft(long bytes) {
    Path home = root.resolve("store");
    return new Store(home, new HostLane(), 1 << 20, new Space(home, () -> bytes));
  }

  @Test
  void aFullDiskIsNoMistakeOfWhatFailsOnIt() {
    Store.Maker failing =
        folder -> {
          throw new UserError("image disk", "mkfs: I/O error", "fix its make: command");
        };
    assertThatThrownBy(() -> withLeft(Space.LEAST - 1).obtain(KEY, failing))
        .isInstanceOf(InfraError.class)
        .hasMessageContainingAll(
            "cannot make step: the disk of the store is full: 63 MiB are left for "
                + root.resolve("store"),
            "set XDG_CACHE_HOME",
            "mkfs: I/O error");
    assertThatThrownBy(() -> withLeft(Space.LEAST).obtain(KEY, failing))
        .isInstanceOf(UserError.class);
    assertThatThrownBy(() -> withLeft(0).withSpace())
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("the disk of the store is full: 0 MiB are left");
    assertThat(withLeft(Space.LEAST).withSpace().find(KEY)).isEmpty();
    assertThat(store().withSpace().find(KEY)).as("the disk of this test").isEmpty();
  }

  @Test
  void theStoreHasItsPlaceFromTheEnvironmentOrNone() {
    Map<String, String> both = Map.of("HOME", "/home/a", "XDG_CACHE_HOME", "/c");
    assertThat(Store.defaultRoot(both)).isEqualTo(Path.of("/c/kverdict/v1"));
    assertThat(Store.defaultRoot(Map.of("HOME", "/home/a", "XDG_CACHE_HOME", "c")))
        .isEqualTo(Path.of("/home/a/.cache/kverdict/v1"));
    assertThat(Store.defaultRoot(Map.of("XDG_CACHE_HOME", "/c")))
        .isEqualTo(Path.of("/c/kverdict/v1"));
    for (Map<String, String> env : List.of(Map.<String, String>of(), Map.of("HOME", ""))) {
      assertThatThrownBy(() -> Store.defaultRoot(env))
          .isInstanceOf(UserError.class)
          .hasMessage("HOME: is not set; set it, or XDG_CACHE_HOME, so that the store has a place");
    }
    assertThatThrownBy(() -> Store.defaultRoot(Map.of("HOME", "a")))
        .hasMessageStartingWith("HOME: is no absolute path: a; ");
  }

  @Test
  void aStoreThatCannotBeMadeIsTheHostsFault() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "");
    assertThatThrownBy(() -> new Store(file.resolve("v1"), new HostLane(), 1))
        .isInstanceOf(InfraError.class)
        .hasMessageStartingWith("cannot create the store (XDG_CACHE_HOME names another place): ")
        .hasMessageContaining(file + "");
  }

  @Test
  void aLimitThatIsNoNumberIsNotPassedOver() {
    assertThat(Store.defaultLimit(Map.of())).isEqualTo(20L << 30);
    assertThat(Store.defaultLimit(Map.of("KVERDICT_STORE_LIMIT", "3"))).isEqualTo(3L << 30);
    for (String text : List.of("abc", "0", "3GiB", "-1", "1.5")) {
      assertThatThrownBy(() -> Store.defaultLimit(Map.of("KVERDICT_STORE_LIMIT", text)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("KVERDICT_STORE_LIMIT=" + text + ": is no number of GiB");
    }
  }

  @Test
  void keysDependOnEveryPartAndItsPlace() {
    assertThat(Key.of("s", 1, "ab", "c")).isNotEqualTo(Key.of("s", 1, "a", "bc"));
    assertThat(Key.of("s", 1, "a")).isNotEqualTo(Key.of("s", 2, "a"));
    assertThat(Key.of("s", 1, "a")).isNotEqualTo(Key.of("t", 1, "a"));
    assertThat(Key.of("s", 1, "a")).isEqualTo(Key.of("s", 1, "a"));
  }

  @Test
  void madeOnceAndFoundAgain() throws IOException {
    AtomicInteger made = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      try (Entry entry = store().obtain(KEY, folder -> fill(folder, made))) {
        assertThat(entry.folder().resolve("file")).hasContent("x");
      }
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void whatIsOfNoUseIsMadeAnew() {
    AtomicInteger made = new AtomicInteger();
    Store store = store();
    store.discard(store.obtain(KEY, folder -> fill(folder, made)));
    assertThat(store.find(KEY)).isEmpty();
    store.obtain(KEY, folder -> fill(folder, made)).close();
    assertThat(made).hasValue(2);
  }

  @Test
  void whatSomebodyElseUsesIsNotDiscarded() {
    AtomicInteger made = new AtomicInteger();
    Store store = store();
    try (Entry used = store.obtain(KEY, folder -> fill(folder, made))) {
      store.discard(store().obtain(KEY, folder -> fill(folder, made)));
      assertThat(used.folder().resolve("file")).hasContent("x");
    }
  }

  @Test
  void entriesOfAStepAreFoundWithoutTheirKeysAndLeased() {
    AtomicInteger made = new AtomicInteger();
    Store store = store();
    store.obtain(KEY, folder -> fill(folder, made)).close();
    store.obtain(Key.of("step", 1, "other"), folder -> fill(folder, made)).close();
    store.obtain(Key.of("another", 1, "input"), folder -> fill(folder, made)).close();
    List<Entry> found = store.entries("step");
    assertThat(found)
        .extracting(Entry::key)
        .containsExactlyInAnyOrder(KEY, Key.of("step", 1, "other"));
    store().discard(store().find(KEY).orElseThrow());
    assertThat(found).allSatisfy(entry -> assertThat(entry.folder().resolve("file")).exists());
    found.forEach(Entry::close);
    store().discard(store().find(KEY).orElseThrow());
    assertThat(store.entries("step")).singleElement().satisfies(Entry::close);
    assertThat(store.entries("none")).isEmpty();
  }

  @Test
  void whatIsReadTogetherIsNotHadAloneMeanwhile() {
    try (LockFile one = store().waitShared("lists");
        LockFile two = store().waitShared("lists")) {
      assertThat(one).isNotSameAs(two);
      assertThat(store().alone("lists")).isEmpty();
    }
    try (LockFile alone = store().waitAlone("lists")) {
      assertThat(alone).isNotNull();
      assertThat(store().alone("lists")).isEmpty();
    }
    assertThat(store().alone("lists")).isPresent().get().satisfies(LockFile::close);
  }

  @Test
  void makerThatThrowsLeavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                store()
                    .obtain(
                        KEY,
                        folder -> {
                          Files.writeString(folder.resolve("half"), "x");
                          throw new IllegalStateException("broken");
                        }))
        .hasMessage("broken");
    assertThat(store().find(KEY)).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void threadsWithOneKeyMakeItOnce() throws Exception {
    AtomicInteger made = new AtomicInteger();
    Store store = store();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all =
          IntStream.range(0, 32)
              .<Future<?>>mapToObj(
                  i ->
                      threads.submit(() -> store.obtain(KEY, folder -> fill(folder, made)).close()))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void sweepSparesWhatIsLeasedAndTakesTheLongestUnused() throws IOException {
    Store small = new Store(root.resolve("store"), new HostLane(), 25);
    Key leased = Key.of("step", 1, "leased");
    Key old = Key.of("step", 1, "old");
    Key fresh = Key.of("step", 1, "fresh");
    try (Entry held = small.obtain(leased, StoreTest::tenBytes)) {
      small.obtain(old, StoreTest::tenBytes).close();
      small.obtain(fresh, StoreTest::tenBytes).close();
      assertThat(small.find(old)).isEmpty();
      assertThat(held.folder()).isDirectory();
      assertThat(Files.isDirectory(root.resolve("store/step").resolve(fresh.digest()))).isTrue();
    }
  }

  @Test
  void entriesAreCountedAgainOnlyWhenTheLimitMayBeExceeded() throws IOException {
    long limit = 100_000;
    Store one = new Store(root.resolve("store"), new HostLane(), limit);
    Store other = new Store(root.resolve("store"), new HostLane(), limit);
    Key large = Key.of("step", 1, "large");
    one.obtain(KEY, StoreTest::tenBytes).close();
    other.obtain(large, into -> Files.write(into.resolve("f"), new byte[(int) limit - 5])).close();
    one.obtain(Key.of("step", 1, "small"), StoreTest::tenBytes).close();
    assertThat(isKept(large)).as("a small one is no reason to count").isTrue();
    one.obtain(Key.of("step", 1, "more"), into -> Files.write(into.resolve("f"), new byte[2000]))
        .close();
    assertThat(isKept(large)).isFalse();
  }

  private final class SettableClock implements InstantSource {
    private Instant now = Instant.parse("2026-11-29T20:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    Store store(long limit) {
      Path home = root.resolve("store");
      return new Store(home, new HostLane(), limit, Space.of(home), this);
    }
  }

  private boolean isKept(Key key) {
    return Files.isDirectory(root.resolve("store").resolve(key.step()).resolve(key.digest()));
  }

  /** Whatever the clock says: what was used last stays, and what was not used goes. */
  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-11-29T19:00:00Z", "2037-12-31T00:00:00Z"})
  void theOrderOfUsesDoesNotDependOnTheClock(Instant other) {
    SettableClock clock = new SettableClock();
    Key before = Key.of("step", 1, "before");
    Key stale = Key.of("step", 1, "stale");
    Key later = Key.of("step", 1, "later");
    clock.store(100).obtain(before, StoreTest::tenBytes).close();
    clock.store(100).obtain(stale, StoreTest::tenBytes).close();
    Instant right = clock.now;
    clock.now = other;
    clock.store(100).find(before).orElseThrow().close();
    clock.store(100).obtain(later, StoreTest::tenBytes).close();
    clock.now = right;
    clock.store(35).obtain(KEY, StoreTest::tenBytes).close();
    assertThat(isKept(stale)).isFalse();
    assertThat(List.of(before, later, KEY)).allMatch(this::isKept);
    clock.store(25).obtain(stale, StoreTest::tenBytes).close();
    assertThat(List.of(before, later)).noneMatch(this::isKept);
  }

  @Test
  void aUseInTheFutureIsForgottenLikeAnyOther() throws IOException {
    SettableClock clock = new SettableClock();
    Key future = Key.of("step", 1, "future");
    Store store = clock.store(25);
    store.obtain(future, StoreTest::tenBytes).close();
    // As another version has written it, or a copy from another machine.
    Path stamp = root.resolve("store/locks/step").resolve(future.digest() + ".used");
    Files.setLastModifiedTime(stamp, FileTime.from(clock.now.plusSeconds(300_000_000)));
    for (int i = 0; i < 3; i++) {
      store.obtain(Key.of("step", 1, "other " + i), StoreTest::tenBytes).close();
    }
    store.obtain(KEY, StoreTest::tenBytes).close();
    assertThat(isKept(future)).isFalse();
    assertThat(isKept(KEY)).isTrue();
  }

  @Test
  void whatIsInUseStaysThoughTheClockCallsItOld() throws IOException {
    SettableClock clock = new SettableClock();
    Store small = clock.store(15);
    clock.now = Instant.EPOCH;
    try (Entry held = small.obtain(KEY, StoreTest::tenBytes)) {
      clock.now = Instant.parse("2026-11-29T20:00:00Z");
      small.obtain(Key.of("step", 1, "more"), StoreTest::tenBytes).close();
      small.obtain(Key.of("step", 1, "still more"), StoreTest::tenBytes).close();
      assertThat(held.folder().resolve("file")).hasContent("0123456789");
    }
  }

  @Test
  void manySweepAtOnceAndNoneTripsOverTheOther() throws Exception {
    Store small = new Store(root.resolve("store"), new HostLane(), 25);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all =
          IntStream.range(0, 400)
              .<Future<?>>mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              small
                                  .obtain(Key.of("step", 1, "key " + i), StoreTest::tenBytes)
                                  .close()))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
    small.obtain(KEY, StoreTest::tenBytes).close();
    try (Stream<Path> left = Files.list(root.resolve("store/step"))) {
      assertThat(left).hasSizeBetween(1, 2);
    }
    assertThat(leftovers()).isEmpty();
  }

  /** Acts like another process that sweeps or discards an entry. */
  @Test
  void entriesThatGoWhileTheyAreLookedAtHinderNobody() throws Exception {
    Store store = store();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> coming = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        int number = thread;
        coming.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 300; i++) {
                    Key key = Key.of("step", 1, number + " " + i);
                    store.discard(store.obtain(key, StoreTest::tenBytes));
                  }
                }));
      }
      Future<?> looking =
          threads.submit(
              () -> {
                while (coming.stream().anyMatch(one -> !one.isDone())) {
                  assertThat(new Contents(root.resolve("store")).steps())
                      .hasSizeLessThanOrEqualTo(1);
                }
                return null;
              });
      for (Future<?> one : coming) {
        one.get();
      }
      looking.get();
    } finally {
      threads.shutdown();
    }
    assertThat(new Contents(root.resolve("store")).steps()).isEmpty();
  }

  @Test
  void holesDoNotCount() throws IOException {
    Key other = Key.of("step", 1, "other");
    Store small = new Store(root.resolve("store"), new HostLane(), 1 << 20);
    small.obtain(KEY, StoreTest::tenBytes).close();
    small
        .obtain(
            other,
            folder -> {
              try (RandomAccessFile image = new RandomAccessFile(folder + "/image", "rw")) {
                image.setLength(1L << 40);
                image.write(1);
              }
            })
        .close();
    assertThat(small.find(KEY)).isPresent().get().satisfies(Entry::close);
    assertThat(new Contents(root.resolve("store")).steps())
        .singleElement()
        .satisfies(step -> assertThat(step.bytes()).isBetween(10L, 1L << 20));
  }

  @Test
  void fileWithTwoNamesCountsOnce() throws IOException {
    Store small = new Store(root.resolve("store"), new HostLane(), 25);
    Key first = Key.of("step", 1, "first");
    small
        .obtain(
            first,
            folder -> {
              Files.writeString(folder.resolve("a"), "x".repeat(20));
              Files.createLink(folder.resolve("b"), folder.resolve("a"));
            })
        .close();
    small.obtain(KEY, folder -> Files.writeString(folder.resolve("c"), "x")).close();
    assertThat(small.find(first)).isPresent().get().satisfies(Entry::close);
  }

  @Test
  void killedMakerLeavesNothingAndItsWorkIsDoneAnew() throws Exception {
    Path started = root.resolve("started");
    Process maker = ChildJvm.start(Maker.class, root.resolve("store"), started, "hang");
    await().atMost(Duration.ofMinutes(5)).until(() -> Files.exists(started));
    assertThat(leftovers()).isNotEmpty();
    maker.destroyForcibly().waitFor();
    Store store = store();
    assertThat(leftovers()).isEmpty();
    assertThat(store.find(KEY)).isEmpty();
    store.obtain(KEY, folder -> Files.writeString(folder.resolve("file"), "x")).close();
    assertThat(store.find(KEY)).isPresent().get().satisfies(Entry::close);
  }

  @Test
  void processesWithOneKeyMakeItOnce() throws Exception {
    Path log = root.resolve("log");
    List<Process> makers =
        List.of(
            ChildJvm.start(Maker.class, root.resolve("store"), log, "make"),
            ChildJvm.start(Maker.class, root.resolve("store"), log, "make"));
    for (Process maker : makers) {
      assertThat(maker.waitFor()).isZero();
    }
    assertThat(log).content().isEqualTo("made\n");
  }

  /** Makes the entry in another JVM. */
  static final class Maker {
    private Maker() {}

    /** STORE LOG make|hang. */
    public static void main(String[] args) {
      Store store = new Store(Path.of(args[0]), new HostLane(), 1 << 20);
      store
          .obtain(
              KEY,
              folder -> {
                Files.writeString(folder.resolve("file"), "x");
                Files.writeString(
                    Path.of(args[1]),
                    "made\n",
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
                if (args[2].equals("hang")) {
                  new java.util.concurrent.CompletableFuture<Void>().join();
                }
              })
          .close();
    }
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("store/tmp"))) {
      return files.filter(Files::isDirectory).toList();
    }
  }

  private static void fill(Path folder, AtomicInteger made) throws IOException {
    made.incrementAndGet();
    Files.writeString(folder.resolve("file"), "x");
  }

  private static void tenBytes(Path folder) throws IOException {
    Files.writeString(folder.resolve("file"), "0123456789");
  }

  @Test
  void anOwnersFileWithoutADirectoryGoesUnlessItIsHeld() throws IOException {
    Store first = store();
    Path temporary = root.resolve("store/tmp");
    Path left = Files.createFile(temporary.resolve("dead.owner"));
    try (LockFile held = LockFile.exclusive(temporary.resolve("living.owner"))) {
      assertThat(store().orphans()).as("nothing that anybody has to know").isEmpty();
      assertThat(left).doesNotExist();
      assertThat(temporary.resolve("living.owner")).exists();
      assertThat(held).isNotNull();
    }
    try (Scratch work = first.scratch()) {
      assertThat(store().orphans()).isEmpty();
      assertThat(work.folder()).exists();
    }
    assertThat(store().orphans()).isEmpty();
    assertThat(temporary).isEmptyDirectory();
  }
}
