package dev.kverdict.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import dev.kverdict.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine is asked for. */
class ContainerPlanTest {

  private static final ContainerLimits LIMITS = new ContainerLimits(1 << 30, 2, 100);

  @TempDir Path given;
  private Path folder;

  @BeforeEach
  void resolve() throws IOException {
    folder = given.toRealPath();
  }

  private static ContainerPlan plan(Command command, Path lock) {
    return ContainerPlan.of(
        List.of("sh"), command, lock, ContainerUser.of(0, 0), LIMITS, Map.of("k", "v"));
  }

  private static List<String> mounts(HostConfig config) {
    return config.getMounts().stream().map(ContainerPlanTest::text).toList();
  }

  private static String text(Mount mount) {
    assertThat(mount.getSource()).isEqualTo(mount.getTarget());
    return (mount.getReadOnly() ? "ro " : "rw ") + mount.getTarget();
  }

  @Test
  void nothingIsAllowedThatIsNotAsked() {
    HostConfig config = plan(Command.of(folder, "true"), null).hostConfig();
    assertThat(config.getNetworkMode()).isEqualTo("none");
    assertThat(config.getReadonlyRootfs()).isTrue();
    assertThat(config.getCapDrop()).containsExactly(Capability.ALL);
    assertThat(config.getCapAdd()).isNull();
    assertThat(config.getPrivileged()).isNull();
    assertThat(config.getSecurityOpts()).containsExactly("no-new-privileges");
    assertThat(config.getDevices()).isEmpty();
    assertThat(config.getGroupAdd()).isEmpty();
    assertThat(mounts(config)).isEmpty();
  }

  @Test
  void programThatNeedsNoFilesSeesNone() {
    HostConfig config = plan(Command.asking("true"), null).hostConfig();
    assertThat(config.getMounts()).isEmpty();
    assertThat(config.getTmpFs()).containsOnlyKeys("/tmp");
  }

  @Test
  void workingFolderThatIsNotDeclaredIsEmpty() throws IOException {
    assertThat(plan(Command.of(folder, "true"), null).hostConfig().getTmpFs())
        .containsOnlyKeys("/tmp", folder.toString());
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Command declared = Command.of(inner, "true").reading(folder);
    assertThat(plan(declared, null).hostConfig().getTmpFs()).containsOnlyKeys("/tmp");
  }

  @Test
  void limitsAreSetAndSwapIsNotAWayAround() {
    HostConfig config = plan(Command.of(folder, "true"), null).hostConfig();
    assertThat(config.getMemory()).isEqualTo(1L << 30);
    assertThat(config.getMemorySwap()).isEqualTo(1L << 30);
    assertThat(config.getPidsLimit()).isEqualTo(100);
    assertThat(config.getNanoCPUs()).isEqualTo(2_000_000_000L);
    assertThat(config.getTmpFs().get("/tmp").split(","))
        .contains("exec", "nosuid", "nodev", "mode=1777", "size=" + (1L << 29));
  }

  @Test
  void declaredPathsAreBoundWhereTheyAre() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    Path output = Files.createDirectory(source.resolve("output"));
    Path state = Files.createFile(folder.resolve("state"));
    Path lock = Files.createFile(folder.resolve("lock"));
    Command command = Command.of(output, "true").reading(source).writing(output).from(state);
    assertThat(mounts(plan(command, lock).hostConfig()))
        .containsExactly("ro " + lock, "ro " + source, "rw " + output, "ro " + state);
  }

  @Test
  void deviceComesWithItsGroup() throws IOException {
    Path device = Path.of("/dev/null"); // any device will do
    HostConfig config =
        plan(Command.of(folder, "true").opening(List.of(device)), null).hostConfig();
    assertThat(config.getDevices()).containsExactly(new Device("rw", "/dev/null", "/dev/null"));
    Object group = Files.getAttribute(device, "unix:gid");
    assertThat(config.getGroupAdd())
        .isEqualTo(group.equals(0) ? List.of() : List.of(group.toString()));
  }

  @Test
  void environmentIsFixedApartFromTheCommands() {
    assertThat(plan(Command.of(folder, "true").withEnvironment(Map.of("B", "2")), null).env())
        .containsExactly(
            "B=2",
            "HOME=/tmp",
            "LANG=C",
            "LC_ALL=C",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "TMPDIR=/tmp");
  }

  @Test
  void argumentsOfTheProgramAreNeverPartOfTheScript() {
    Command command = Command.of(folder, "printf", "$(id)", "; id").from(Path.of("/in put"));
    List<String> argv = Lifeline.around(command, Path.of("/a lock"));
    assertThat(argv.subList(3, argv.size()))
        .containsExactly("sh", "/in put", "/a lock", "printf", "$(id)", "; id");
    assertThat(Arrays.asList(argv.get(2).split("[^a-z]+"))).doesNotContain("printf", "id");
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 65433:65433, false", "1000, 100, 1000:100, true"})
  void programsAreNeverRoot(int uid, int gid, String expected, boolean ours) {
    ContainerUser user = ContainerUser.of(uid, gid);
    assertThat(user.text()).isEqualTo(expected);
    assertThat(user.own()).isEqualTo(ours);
  }

  @Test
  void limitsFollowTheHost() {
    long gib = 1L << 30;
    assertThat(ContainerLimits.ofTool(64 * gib, 8)).isEqualTo(new ContainerLimits(4 * gib, 8, 512));
    assertThat(ContainerLimits.ofTool(4 * gib, 1)).isEqualTo(new ContainerLimits(3 * gib, 1, 512));
    assertThat(ContainerLimits.ofBuild(64 * gib, 8))
        .isEqualTo(new ContainerLimits(48 * gib, 8, 4096));
    assertThat(ContainerLimits.ofMachine(64 * gib, 8))
        .isEqualTo(new ContainerLimits(32 * gib, 8, 256));
  }
}
