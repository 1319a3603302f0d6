package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelCacheTest {

  private static final Key TREE = Key.of("kernel-tree", 1, "of this test");
  private static final FileTime TIME =
      FileTime.from(Instant.parse("2024-02-29T12:34:56.123456789Z"));

  private final Lane lane = new HostLane();
  private final List<String> said = new ArrayList<>();

  @TempDir private Path directory;
  private int made;

  private Path place() {
    return directory.resolve("kernels");
  }

  private KernelCache filling() {
    return new KernelCache(new CachePlace.Folder(place()), true);
  }

  private KernelCache reading() {
    return new KernelCache(new CachePlace.Folder(place()), false);
  }

  /** Obtains an entry in a store of its own, which is a machine of its own. */
  private Path on(String machine, KernelCache cache, Key key) {
    Store store = new Store(directory.resolve(machine).resolve("v1"), lane, 1 << 30);
    BuildProgress progress =
        new BuildProgress() {
          @Override
          public void moved(String kernel, String step, int objects) {}

          @Override
          public void note(String kernel, String text) {
            said.add(kernel + ": " + text);
          }
        };
    FailedBuilds builds = new FailedBuilds(lane, store, cache, progress);
    try (Entry entry = builds.obtain("k", key, this::make)) {
      return entry.folder();
    }
  }

  private void make(Path entry) throws IOException {
    made++;
    Path tree = Files.createDirectories(entry.resolve("tree/scripts"));
    Path script = Files.writeString(tree.resolve("run"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createLink(tree.resolve("same"), script);
    Files.createSymbolicLink(tree.resolve("link"), Path.of("../scripts/run"));
    Files.write(entry.resolve("large"), new byte[1 << 20]);
    Files.setLastModifiedTime(script, TIME);
  }

  private Path description() throws IOException {
    return file(".json");
  }

  private Path pack() throws IOException {
    return file(".tar");
  }

  private Path file(String end) throws IOException {
    try (Stream<Path> files = Files.list(place().resolve("kernel-tree"))) {
      return files.filter(file -> file.toString().endsWith(end)).findFirst().orElseThrow();
    }
  }

  @Test
  void whatOneMachineBuiltAnotherTakes() throws IOException {
    on("first", filling(), TREE);
    Path taken = on("second", reading(), TREE);

    assertThat(made).isEqualTo(1);
    Path tree = taken.resolve("tree/scripts");
    assertThat(tree.resolve("run")).hasContent("#!/bin/sh\n").isExecutable();
    assertThat(Files.getLastModifiedTime(tree.resolve("run"))).isEqualTo(TIME);
    assertThat(Files.getAttribute(tree.resolve("same"), "unix:nlink")).isEqualTo(2);
    assertThat(Files.readSymbolicLink(tree.resolve("link"))).hasToString("../scripts/run");
    assertThat(taken.resolve("large")).hasSize(1 << 20);
    assertThat(said)
        .containsExactly(
            "k: added to the kernel cache " + place(), "k: taken from the kernel cache " + place());
  }

  @Test
  void whatTheStoreHasAlreadyIsAddedOnce() throws IOException {
    on("first", KernelCache.NONE, TREE);
    on("first", filling(), TREE);
    FileTime written = Files.getLastModifiedTime(description());
    on("first", filling(), TREE);

    assertThat(made).isEqualTo(1);
    assertThat(said).hasSize(1);
    assertThat(Files.getLastModifiedTime(description())).isEqualTo(written);
  }

  @Test
  void aCacheIsNotWrittenToUnlessThatIsAskedFor() {
    on("first", reading(), TREE);

    assertThat(place()).doesNotExist();
    assertThat(said).isEmpty();
  }

  @Test
  void onlyWhatIsBuiltIsShared() throws IOException {
    Key other = Key.of("stock-tree", 1, "of this test");
    on("first", filling(), other);
    on("second", reading(), other);

    assertThat(made).isEqualTo(2);
    assertThat(place()).doesNotExist();
  }

  @Test
  void aCacheThatCannotBeWrittenToIsNoErrorOfTheRun() throws IOException {
    Files.writeString(place(), "a file, where a directory is due");
    Path entry = on("first", filling(), TREE);

    assertThat(entry.resolve("large")).exists();
    assertThat(said).hasSize(2);
    assertThat(said.get(0)).startsWith("k: the kernel cache " + place() + " is not used: ");
    assertThat(said.get(1)).startsWith("k: cannot be added to the kernel cache " + place());
  }

  /** Damages what the cache has. */
  private interface Damage {
    void to(KernelCacheTest cache) throws Exception;
  }

  private record Damaged(String name, Damage damage, String why) {
    @Override
    public String toString() {
      return name;
    }
  }

  private void replace(String what, String by) throws IOException {
    String json = Files.readString(description());
    assertThat(json).containsPattern(what);
    Files.writeString(description(), json.replaceFirst(what, by));
  }

  /** Puts another archive in place of the pack, described as it is. */
  private void forge(String script, long unpacked) throws Exception {
    Path evil = Files.createDirectories(directory.resolve("evil"));
    Process shell =
        new ProcessBuilder("sh", "-c", script)
            .directory(evil.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(printed).isZero();
    Path archive = directory.resolve("evil.tar");
    Files.move(archive, pack(), StandardCopyOption.REPLACE_EXISTING);
    Pack old = Pack.read(Files.readAllBytes(description())).orElseThrow();
    Files.write(
        description(),
        new Pack(Pack.SCHEMA, old.file(), Digests.ofFile(pack()), Files.size(pack()), unpacked)
            .json());
  }

  static Stream<Damaged> damages() {
    long enough = 1 << 20;
    return Stream.of(
        new Damaged(
            "a flipped bit",
            cache -> {
              byte[] bytes = Files.readAllBytes(cache.pack());
              bytes[bytes.length / 2] ^= 1;
              Files.write(cache.pack(), bytes);
            },
            "is damaged"),
        new Damaged(
            "cut short",
            cache -> {
              byte[] bytes = Files.readAllBytes(cache.pack());
              Files.write(cache.pack(), Arrays.copyOf(bytes, bytes.length - 1));
            },
            "is damaged"),
        new Damaged(
            "longer",
            cache -> Files.write(cache.pack(), new byte[] {0}, StandardOpenOption.APPEND),
            "is damaged"),
        new Damaged("gone", cache -> Files.delete(cache.pack()), "has no pack"),
        new Damaged(
            "a directory",
            cache -> {
              Path pack = cache.pack();
              Files.delete(pack);
              Files.createDirectory(pack);
            },
            "is no file"),
        new Damaged("no JSON", cache -> Files.writeString(cache.description(), "{"), "none: "),
        new Damaged("null", cache -> Files.writeString(cache.description(), "null"), "nothing"),
        new Damaged("empty", cache -> Files.writeString(cache.description(), ""), "none: "),
        new Damaged(
            "another digest",
            cache -> cache.replace("\"sha256\" : \"[0-9a-f]", "\"sha256\" : \"x"),
            "makes no sense"),
        new Damaged(
            "a file elsewhere",
            cache -> cache.replace("\"file\" : \"", "\"file\" : \"../"),
            "makes no sense"),
        new Damaged(
            "a negative size",
            cache -> cache.replace("\"bytes\" : ", "\"bytes\" : -"),
            "makes no sense"),
        new Damaged(
            "much JSON",
            cache -> Files.writeString(cache.description(), "[".repeat(1 << 20)),
            "more than 4096 bytes"),
        new Damaged(
            "deep JSON", cache -> Files.writeString(cache.description(), "[".repeat(99)), "none: "),
        new Damaged(
            "more in it than it says",
            cache -> cache.replace("\"unpacked\" : \\d+", "\"unpacked\" : 600000"),
            "cannot be unpacked"),
        new Damaged(
            "a bomb",
            cache -> cache.forge("truncate -s 64M a; tar -czf ../evil.tar a", 1 << 20),
            "cannot be unpacked"),
        new Damaged(
            "no archive",
            cache -> cache.forge("head -c 9999 /dev/urandom | gzip >../evil.tar", enough),
            "cannot be unpacked"),
        new Damaged(
            "not compressed", cache -> cache.forge("touch a; tar -cf ../evil.tar a", enough), "as"),
        new Damaged(
            "a link that leads out",
            cache -> cache.forge("ln -sf ../../../b a; tar -czf ../evil.tar a", enough),
            "which leads out"),
        new Damaged(
            "a link to a place on the host",
            cache -> cache.forge("ln -sf /etc/shadow a; tar -czf ../evil.tar a", enough),
            "which leads out"),
        new Damaged(
            "links that lead out together",
            cache ->
                cache.forge(
                    "mkdir -p p/q; ln -s ../.. p/q/l; ln -s p/q/l/../pack a; tar -czf ../evil.tar a p",
                    enough),
            "which leads out"),
        new Damaged(
            "a pipe",
            cache -> cache.forge("mkfifo a; tar -czf ../evil.tar a", enough),
            "leads out"),
        new Damaged(
            "a path that leads out",
            cache ->
                cache.forge(
                    "touch a; tar -czf ../evil.tar --transform 's,^a,../../../a,' -P a", enough),
            "cannot be unpacked"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void whatIsDamagedIsBuilt(Damaged damaged) throws Exception {
    on("first", filling(), TREE);
    said.clear();
    damaged.damage().to(this);
    Path entry = on("second", reading(), TREE);

    assertThat(made).isEqualTo(2);
    assertThat(entry.resolve("tree/scripts/run")).exists();
    assertThat(entry.resolve("a")).doesNotExist();
    assertThat(said).hasSize(1);
    assertThat(said.get(0))
        .startsWith("k: the kernel cache " + place() + " is not used: ")
        .contains(damaged.why())
        .doesNotContain("\n");
  }

  @Test
  void aPackOfAnotherVersionIsNotThere() throws IOException {
    on("first", filling(), TREE);
    said.clear();
    replace("\"schema\" : 1", "\"schema\" : 2");
    on("second", reading(), TREE);

    assertThat(made).isEqualTo(2);
    assertThat(said).isEmpty();
  }

  @Test
  void aServerServesWhatADirectoryHolds() throws IOException {
    on("first", filling(), TREE);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Path file = place().resolve(exchange.getRequestURI().getPath().substring(1));
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(Files.exists(file) ? 200 : 404, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      KernelCache cache = KernelCache.of(Map.of(KernelCache.PLACE, url));
      on("second", cache, TREE);
      assertThat(made).isEqualTo(1);
      assertThat(said).contains("k: taken from the kernel cache " + url + "/");
      on("second", cache, Key.of("kernel-tree", 1, "which nobody has"));
      assertThat(made).isEqualTo(2);
      assertThat(said).hasSize(2);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerThatIsNotThereIsAskedOnce() throws IOException {
    try (LocalServer server = new LocalServer()) {
      String url = server.serve(503, "").toString();
      KernelCache cache = KernelCache.of(Map.of(KernelCache.PLACE, url));
      on("second", cache, TREE);
      on("second", cache, Key.of("kernel-tree", 1, "another"));
      assertThat(made).isEqualTo(2);
      assertThat(server.asked()).isEqualTo(1);
      assertThat(said)
          .containsExactly("k: the kernel cache " + url + "/ is not used: HTTP status 503");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kernels", "./kernels", "ftp://host/a", "http://", "http://a/?b", "https://a b/"})
  void aPlaceIsAPathOrAnAddress(String text) {
    assertThatThrownBy(() -> KernelCache.of(Map.of(KernelCache.PLACE, text)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("KVERDICT_KERNEL_CACHE=" + text);
  }

  @Test
  void onlyADirectoryIsFilled() {
    Map<String, String> server = Map.of(KernelCache.PLACE, "http://a/", KernelCache.FILL, "1");
    assertThatThrownBy(() -> KernelCache.of(server))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no server is written to");
    assertThatThrownBy(() -> KernelCache.of(Map.of(KernelCache.FILL, "1")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no cache to fill");
    assertThatThrownBy(
            () -> KernelCache.of(Map.of(KernelCache.PLACE, "/a", KernelCache.FILL, "yes")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("neither 0 nor 1");
  }
}
