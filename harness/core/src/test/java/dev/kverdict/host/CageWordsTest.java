package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of a cage, and behaviour without a cage. */
class CageWordsTest {

  private static final CageLimits LIMITS = CageLimits.of(Map.of());
  private static final CageUser USER = new CageUser(990, 991);

  @TempDir Path folder;

  private static Cage bubblewrap(boolean root, CageUser user) {
    return new Cage(new Bubblewrap(root, null), user);
  }

  @Test
  void directoriesComeBeforeTheirContentAndAWriteOverridesARead() {
    Command command =
        Command.of(Path.of("/s/tree"), "make")
            .reading(Path.of("/s/tree"), Path.of("/s/tree/build"), Path.of("/usr/include"))
            .writing(Path.of("/s/tree/build"));
    String words = String.join(" ", bubblewrap(true, USER).words(command, LIMITS));
    assertThat(words)
        .contains("--dir /s --ro-bind /s/tree /s/tree --bind /s/tree/build /s/tree/build ")
        .doesNotContain("--ro-bind /s/tree/build", "/usr/include")
        .endsWith("-- make")
        .contains("--unshare-net", "--unshare-pid", "--die-with-parent", "--chdir /s/tree");
    assertThat(words.indexOf("--remount-ro /"))
        .as("after everything that makes a folder")
        .isGreaterThan(words.lastIndexOf("--dir"));
  }

  @Test
  void theUserIsTakenOnInsideAndNeverByOneWhoHasNone() {
    Command command = Command.asking("true");
    List<String> asRoot = bubblewrap(true, USER).words(command, LIMITS);
    assertThat(asRoot)
        .containsSubsequence("bwrap", "choom", "prlimit", "setpriv", "--reuid", "990", "true");
    assertThat(asRoot).doesNotContain("--unshare-user").contains("--no-new-privs");
    List<String> asUser = bubblewrap(false, null).words(command, LIMITS);
    assertThat(asUser).contains("--unshare-user").doesNotContain("setpriv", "--cap-add");
    assertThat(bubblewrap(true, null).words(command, LIMITS))
        .containsSubsequence("--cap-drop", "ALL");
  }

  @Test
  void anotherUserAloneIsNoCageForWhatItCannotReach() throws IOException {
    Cage cage = new Cage(null, USER);
    Path closed = Files.createTempDirectory(folder, "closed"); // for its owner only
    Path open = Files.createDirectory(closed.resolve("open"));
    assertThat(cage.kind()).isEqualTo(CageKind.USER);
    assertThat(cage.of(Command.of(open, "true"), LIMITS).kind()).isEqualTo(CageKind.NONE);
    assertThat(cage.words(Command.asking("true"), LIMITS))
        .startsWith("choom")
        .doesNotContain("bwrap");
  }

  @Test
  void aLaneThatHasToCageRunsNothingWithoutACage() {
    HostLane lane =
        new HostLane(
            () -> new CageProbe.Found(new Cage(null, null), "install bubblewrap"),
            Map.of(HostLane.REQUIRE, "1"));
    Command command = Command.of(folder, "true");
    assertThatThrownBy(() -> lane.run(command))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("without a cage")
        .hasMessageContaining("install bubblewrap");
    assertThat(lane.run(command.asChore()).ok()).isTrue();
    assertThat(lane.run(Command.asking("true")).ok()).isTrue();
    assertThat(lane.cage()).isEqualTo(new CageReport(CageKind.NONE, "install bubblewrap"));
  }

  @Test
  void theAccountIsFoundByItsNameAndNeverIsRoot() throws IOException {
    Path passwd = folder.resolve("passwd");
    Files.writeString(passwd, "root:x:0:0::/:/bin/sh\nkverdict:x:990:991::/x:/y\n");
    assertThat(CageUser.find(passwd)).contains(USER);
    Files.writeString(passwd, "kverdict:x:0:991::/x:/y\n");
    assertThat(CageUser.find(passwd)).isEmpty();
    Files.writeString(passwd, "kverdict2:x:990:991::/x:/y\nkverdict:x\n");
    assertThat(CageUser.find(passwd)).isEmpty();
    assertThat(CageUser.find(folder.resolve("none"))).isEmpty();
  }

  @Test
  void theBudgetsAreReadFromTheEnvironmentAndNonsenseIsAnError() {
    assertThat(CageLimits.of(Map.of(CageLimits.DISK, "64")).diskBytes()).isEqualTo(64L << 20);
    assertThat(CageLimits.of(Map.of(CageLimits.MEMORY, "64")).memoryBytes()).isEqualTo(64L << 20);
    assertThat(CageLimits.of(Map.of(CageLimits.DISK, ""))).isEqualTo(LIMITS);
    assertThat(LIMITS.diskBytes()).isEqualTo(16L << 30);
    assertThat(LIMITS.memoryBytes() >> 20)
        .isBetween(HostMemory.totalMebibytes() / 2, HostMemory.totalMebibytes());
    for (String nonsense : List.of("-1", "16G", "0")) {
      assertThatThrownBy(() -> CageLimits.of(Map.of(CageLimits.MEMORY, nonsense)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(CageLimits.MEMORY + ": \"" + nonsense + "\"");
    }
  }
}
