package dev.kverdict.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.kverdict.host.HostLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom files belong to while and after they are written in a container. */
class OwnedWritesTest {

  private static final ContainerUser LANE = ContainerUser.of(0, 0);

  private final OwnedWrites writes = new OwnedWrites(LANE, new HostLane());

  @TempDir Path folder;
  private Path work;

  @BeforeEach
  void makeFolder() throws IOException {
    assumeFalse(ContainerUser.ofSelf().ours(), "only root can give files away");
    work = Files.createDirectories(folder.resolve("work/inner"));
  }

  private static int owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void lentFilesComeBackWithWhatWasMadeMeanwhile() throws IOException {
    Path old = Files.createFile(work.resolve("old"));
    writes.lend(List.of(folder.resolve("work")));
    assertThat(owner(old)).isEqualTo(LANE.uid());
    assertThat(owner(work)).isEqualTo(LANE.uid());
    Path made = Files.createFile(work.resolve("new"));
    Files.setAttribute(made, "unix:uid", LANE.uid());
    writes.takeBack(List.of(folder.resolve("work")));
    assertThat(owner(old)).isZero();
    assertThat(owner(made)).isZero();
    assertThat(owner(work)).isZero();
  }

  @Test
  void whatLinksLeadToAndWhatHasTwoNamesIsNotTouched() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path file = Files.createFile(outside.resolve("file"));
    Files.createSymbolicLink(work.resolve("folder-link"), outside);
    Files.createSymbolicLink(work.resolve("file-link"), file);
    Path twin = Files.createLink(work.resolve("twin"), Files.createFile(outside.resolve("kept")));
    writes.lend(List.of(work));
    assertThat(owner(outside)).isZero();
    assertThat(owner(file)).isZero();
    assertThat(owner(twin)).isZero();
    assertThat(owner(work)).isEqualTo(LANE.uid());
  }

  @Test
  void nobodyElseMayWriteToWhatComesBackAndNothingRunsAsItsOwner() throws IOException {
    writes.lend(List.of(work));
    Path open = Files.createDirectory(work.resolve("open"));
    Path file = Files.createFile(open.resolve("file"));
    Path link = Files.createSymbolicLink(open.resolve("link"), Path.of("/nowhere"));
    for (Path made : List.of(open, file, link)) {
      Files.setAttribute(made, "unix:uid", LANE.uid(), LinkOption.NOFOLLOW_LINKS);
    }
    Files.setAttribute(open, "unix:mode", 03777);
    Files.setAttribute(file, "unix:mode", 04767);
    writes.takeBack(List.of(work));
    assertThat(owner(link)).isZero();
    assertThat((int) Files.getAttribute(open, "unix:mode") & 07777).isEqualTo(0755);
    assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(0745);
  }

  @Test
  void sharedFolderComesBackAfterTheLastWhoHasIt() throws IOException {
    Path outer = folder.resolve("work");
    writes.lend(List.of(outer));
    writes.lend(List.of(work));
    writes.takeBack(List.of(outer));
    assertThat(owner(work)).isEqualTo(LANE.uid());
    writes.takeBack(List.of(work));
    assertThat(owner(work)).isZero();
    assertThat(owner(outer)).isZero();
  }

  @Test
  void whatIsNotThereIsNobodysConcern() {
    Path absent = folder.resolve("absent");
    writes.lend(List.of(absent));
    writes.takeBack(List.of(absent));
    assertThat(absent).doesNotExist();
  }
}
