package dev.kverdict.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes run, in a real shell and in a directory with the worst of names. */
class TaskScriptsTest {

  @TempDir private Path folder;
  private Path kverdict;
  private SharedFolder shared;

  @BeforeEach
  void prepare() throws IOException {
    Path odd = Files.createDirectories(folder.resolve("a 'b' \"c\" $(touch x) `d` \\ * \n e"));
    kverdict = odd.resolve("kver'dict");
    shared = new SharedFolder(odd.resolve("shared")).prepared();
    Files.createDirectories(shared.plan());
  }

  private void kverdict(String text) throws IOException {
    Files.writeString(kverdict, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(kverdict, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int task(int shard, String attempt) {
    Path script = shared.script("task.sh", TaskScripts.task(kverdict, shared, List.of()));
    return sh(script, Integer.toString(shard), attempt, "n1").exitCode();
  }

  private CommandResult sh(Path script, String... words) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", script.toString()));
    argv.addAll(List.of(words));
    return new HostLane().run(Command.of(Path.of("/"), argv.toArray(String[]::new)).asChore());
  }

  @Test
  void aShardThatIsWholeTakesItsPlace() throws IOException {
    kverdict("[ \"$1 $3\" = 'shard --out' ] && mkdir \"$4\" && echo \"$2\" >\"$4/evidence\"");
    assertThat(task(3, "7.0")).isZero();
    assertThat(shared.isWhole(3)).isTrue();
    assertThat(shared.whole(3).resolve("evidence"))
        .hasContent(shared.plan().resolve("shard-3.json").toString());
    assertThat(shared.newest(3, "7.")).contains("7.0");
    assertThat(shared.newest(3, "77.")).isEmpty();
    assertThat(shared.code(3, "7.0")).hasValue(0);
  }

  @Test
  void furtherWordsAreOneWordEach() throws IOException {
    kverdict("shift 4; printf '<%s>' \"$@\"; exit 4");
    Path script =
        shared.script("t", TaskScripts.task(kverdict, shared, List.of("--lane=a b", "$(x) 'y'")));
    assertThat(sh(script, "1", "7.0", "n1").exitCode()).isEqualTo(4);
    assertThat(shared.lastLine(1, "7.0")).contains("<--lane=a b><$(x) 'y'>");
  }

  @Test
  void aShardThatFailsIsNotWhole() throws IOException {
    kverdict("mkdir \"$4\"; echo out of luck >&2; exit 4");
    assertThat(task(3, "7.0")).isEqualTo(4);
    assertThat(shared.isWhole(3)).isFalse();
    assertThat(shared.code(3, "7.0")).hasValue(4);
    assertThat(shared.lastLine(3, "7.0")).contains("out of luck");
  }

  @Test
  void theFirstThatIsWholeStays() throws IOException {
    kverdict("mkdir \"$4\" && echo \"$4\" >\"$4/evidence\"");
    assertThat(task(3, "7.0")).isZero();
    assertThat(task(3, "8.0")).isZero();
    assertThat(shared.whole(3).resolve("evidence")).content().contains("7.0");
  }

  @Test
  void aMissingKverdictHasItsOwnCode() {
    assertThat(task(3, "7.0")).isEqualTo(127);
    assertThat(shared.code(3, "7.0")).hasValue(127);
  }

  @Test
  void aDirectoryThatIsNotThereHasItsOwnCode() throws IOException {
    kverdict("exit 0");
    Path script =
        Files.writeString(
            folder.resolve("task"),
            TaskScripts.task(kverdict, new SharedFolder(folder.resolve("nowhere")), List.of()));
    assertThat(sh(script, "1", "7.0", "n1").exitCode()).isEqualTo(TaskScripts.BLIND);
  }

  @Test
  void whatJudgesIsToldOfAllThatIsWhole() throws IOException {
    kverdict("for word; do printf '<%s>' \"$word\"; done; exit 3");
    Files.createDirectories(shared.whole(1));
    Files.createDirectories(shared.whole(12));
    Path script =
        shared.script(
            "merge.sh",
            TaskScripts.merge(kverdict, shared, Path.of("/r 'u' $n"), List.of("--no-expect")));
    assertThat(sh(script).exitCode()).isEqualTo(3);
    assertThat(shared.path().resolve("merge.log"))
        .hasContent("<merge><plan><whole/1><whole/12><--out></r 'u' $n><--no-expect>");
    assertThat(shared.path().resolve("merge.code")).hasContent("3");
  }
}
