package dev.kverdict.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.patch.ParsedPatch;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PatchSourceTest {

  private static final String DIFF = "--- a/fs/f.c\n+++ b/fs/f.c\n@@ -1 +1 @@\n-a\n+b\n";

  @TempDir private Path folder;

  private HttpServer server;
  private final List<String> asked = new ArrayList<>();
  private String input = "";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          boolean there = !exchange.getRequestURI().getPath().contains("none");
          byte[] bytes = DIFF.getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(there ? 200 : 404, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private PatchSource source() {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return new PatchSource(new HostLane(), in, folder, URI.create(address() + "/all/"));
  }

  private PatchSource.Named found(String written) {
    return source().find(written, PatchOptions.STRICT).orElseThrow();
  }

  private static List<String> subjects(PatchSet set) {
    return set.patches().stream()
        .map(patch -> patch.mail().map(mail -> mail.subject()).orElse("none"))
        .toList();
  }

  // Files and standard input.

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          fix.patch,                 fix
          v2-0001-fix.mbox.gz,       v2-0001-fix
          a b 'c' "d".diff,          a_b__c___d
          gr\u00fc\u00df.eml,        gr
          .hidden.patch,             hidden
          -x.patch,                  x
          ---.patch,                 patch
          """)
  void aFileHasANameThatACaseMayUse(String file, String name) throws IOException {
    Path path = Files.writeString(folder.resolve(file), DIFF);
    PatchSource.Named named = found(path.toString());
    assertThat(named.name()).isEqualTo(name);
    assertThat(named.content().paths()).containsExactly("fs/f.c");
    assertThat(named.content().unpack(folder.resolve("unpacked"))).hasSize(1);
  }

  @Test
  void aNameIsNotTooLongAndNoLineOfItsOwn() throws IOException {
    Path path = Files.writeString(folder.resolve("x".repeat(100) + "\n.patch"), DIFF);
    assertThat(found(path.toString()).name()).isEqualTo("x".repeat(60));
    Path text = Files.writeString(folder.resolve("no\npatch"), "text");
    assertThatThrownBy(() -> found(text.toString()).content().patches())
        .isInstanceOf(UserError.class)
        .hasMessageNotContaining("\n")
        .hasMessageContaining("holds no diff");
  }

  @Test
  void whatIsNoFileIsAnError() {
    assertThat(source().find("v1-cow", PatchOptions.STRICT)).isEmpty();
    assertThat(source().find("no\0name", PatchOptions.STRICT)).isEmpty();
    assertThatThrownBy(() -> found(folder.toString()))
        .isInstanceOf(UserError.class)
        .hasMessage(folder + ": is a directory; name a file: a diff, a mail or an mbox");
    for (String none : List.of(folder + "/none", "none.patch", "none.PATCH", "none.mbox.gz")) {
      assertThatThrownBy(() -> found(none))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("none")
          .hasMessageContaining("cannot be read: it does not exist");
    }
  }

  @Test
  void standardInput() {
    input = DIFF;
    assertThat(found("-").name()).isEqualTo("stdin");
    assertThat(found("-").content().paths()).containsExactly("fs/f.c");
    input = "";
    assertThatThrownBy(() -> found("-").content().patches())
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("standard input: is empty");
    input = "x".repeat(PatchSet.MOST_BYTES + 100);
    assertThatThrownBy(() -> found("-").content().patches())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("larger than 16 MiB");
  }

  // The network.

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          lore:1@example.org,                       /all/1@example.org/t.mbox.gz,      1_example.org
          lore:<a+b.c@example.org>,                 /all/a%2Bb.c@example.org/t.mbox.gz, a_b.c_example.org
          HOST/list/1@example.org/,                 /list/1@example.org/t.mbox.gz,     1_example.org
          HOST/list/1%40example.org/T/#u,           /list/1@example.org/t.mbox.gz,     1_40example.org
          HOST/list/1@example.org/raw,              /list/1@example.org/raw,           1_example.org
          HOST/list/1@example.org/t.mbox.gz,        /list/1@example.org/t.mbox.gz,     1_example.org
          HOST/project/list/patch/1@example.org/,   /project/list/patch/1@example.org/mbox/, 1_example.org
          HOST/o/r/commit/0123abc,                  /o/r/commit/0123abc.patch,         0123abc
          HOST/o/r/pull/12,                         /o/r/pull/12.patch,                12
          HOST/cgit/linux.git/commit/?id=0123abc,   /cgit/linux.git/patch/?id=0123abc, commit
          HOST/files/x.patch?download=1,            /files/x.patch?download=1,         x
          """)
  void aPageLeadsToItsPatch(String written, String path, String name) {
    PatchSource.Named named = found(written.replace("HOST", address()));
    assertThat(asked).containsExactly(path);
    assertThat(named.name()).isEqualTo(name);
    assertThat(named.content().paths()).containsExactly("fs/f.c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lore:", "lore:x", "lore:a b@c", "lore:../x@y/z", "https://", "http://a b"})
  void whatIsNoAddressIsNotAskedFor(String written) {
    assertThatThrownBy(() -> found(written)).isInstanceOf(UserError.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void withoutNetworkItIsSaidHowToDoWithout() {
    assertThatThrownBy(() -> found("lore:none@example.org"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not at " + address())
        .hasMessageContaining("HTTP status 404");
    server.stop(0);
    assertThatThrownBy(() -> found("lore:1@example.org"))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("--patch lore:1@example.org: cannot download " + address())
        .hasMessageContaining("save the mail or the thread as a file");
  }

  @Test
  void theArchiveIsThePublicOneOrAMirror() {
    assertThat(PatchSource.archive(Map.of())).hasHost("lore.kernel.org");
    assertThat(PatchSource.archive(Map.of(PatchSource.ARCHIVE_VARIABLE, "http://a/b")))
        .isEqualTo(URI.create("http://a/b/"));
    assertThatThrownBy(() -> PatchSource.archive(Map.of(PatchSource.ARCHIVE_VARIABLE, "a b")))
        .isInstanceOf(UserError.class);
  }

  // Repositories.

  private void git(String... arguments) {
    List<String> argv =
        new ArrayList<>(List.of("git", "-c", "user.name=A", "-c", "user.email=a@e"));
    argv.addAll(List.of(arguments));
    var unused =
        new HostLane()
            .run(Command.of(folder, argv.toArray(String[]::new)).asChore().writing(folder))
            .orThrow("git");
  }

  private void commit(String file, String text, String subject) throws IOException {
    Files.createDirectories(folder.resolve("fs"));
    Files.writeString(folder.resolve("fs/" + file), text);
    git("add", "-A");
    git("commit", "-q", "-m", subject);
  }

  @Test
  void commitsAreASeriesAndOneCommitAPatch() throws IOException {
    git("init", "-q", "-b", "main");
    git("config", "format.subjectPrefix", "MINE");
    git("config", "format.coverLetter", "true");
    git("config", "diff.noprefix", "true");
    commit("f.c", "a\n", "begin");
    commit("f.c", "b\n", "one");
    commit("g.c", "b\n", "two");
    PatchSource.Named range = found("git:HEAD~2..HEAD");
    assertThat(range.name()).isEqualTo("HEAD_2..HEAD");
    assertThat(subjects(range.content())).containsExactly("[PATCH 1/2] one", "[PATCH 2/2] two");
    assertThat(range.content().paths()).containsExactly("fs/f.c", "fs/g.c");
    assertThat(subjects(found("git:HEAD~1").content())).containsExactly("[PATCH 1/1] one");
  }

  @Test
  void commitsWithAMergeAmongThemAreOneDiff() throws IOException {
    git("init", "-q", "-b", "main");
    commit("f.c", "a\n", "begin");
    git("checkout", "-q", "-b", "side");
    commit("g.c", "a\n", "side");
    git("checkout", "-q", "main");
    commit("f.c", "b\n", "main");
    git("merge", "-q", "--no-ff", "-m", "merge", "side");
    List<ParsedPatch> patches = found("git:HEAD~2..HEAD").content().patches();
    assertThat(patches).hasSize(1);
    assertThat(patches.get(0).paths()).containsExactly("fs/f.c", "fs/g.c");
    assertThat(found("git:HEAD").content().paths()).containsExactly("fs/g.c");
  }

  @Test
  void theVersionThatAPatchWasMadeForIsInItsRepository() throws IOException {
    git("init", "-q", "-b", "main");
    String text = "a\n".repeat(5000);
    commit("f.c", text, "begin");
    commit("f.c", "b\n" + text, "one");
    PatchSet made = found("git:HEAD").content();
    assertThat(source().versions(made).values()).containsExactly(text);
    PatchSet other = PatchSet.of("p", DIFF);
    assertThatThrownBy(() -> source().versions(other))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("--3way: no version for which [p] was made is in ");
  }

  @ParameterizedTest
  @CsvSource({
    "git:none, bad revision",
    "git:HEAD..none, bad revision",
    "git:HEAD..HEAD, holds no change",
    "git:--output=x, bad revision",
    "git:, bad revision"
  })
  void whatIsNoCommitIsAnError(String written, String said) throws IOException {
    git("init", "-q", "-b", "main");
    commit("f.c", "a\n", "begin");
    assertThatThrownBy(() -> found(written))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(written + ": ")
        .hasMessageContaining(said);
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
