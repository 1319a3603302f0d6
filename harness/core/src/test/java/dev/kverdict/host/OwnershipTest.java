package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners of files while and after another user writes them. */
class OwnershipTest {

  private static final int OTHER = 65433; // nobody's

  private final Ownership loans = Ownership.to(OTHER, OTHER);

  @TempDir Path folder;
  private Path work;

  @BeforeEach
  void makeDirectory() throws IOException {
    assumeTrue(owner(Path.of("/proc/self")) == 0, "only root can give files away");
    work = Files.createDirectories(folder.resolve("work/inner"));
  }

  private static int owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void lentFilesComeBackWithWhatWasMadeMeanwhile() throws IOException {
    Path old = Files.createFile(work.resolve("old"));
    Ownership.Loan loan = loans.lend(List.of(folder.resolve("work")));
    assertThat(owner(old)).isEqualTo(OTHER);
    assertThat(owner(work)).isEqualTo(OTHER);
    Path made = Files.createFile(work.resolve("new"));
    Files.setAttribute(made, "unix:uid", OTHER);
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-rw-rw-"));
    loan.close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-r--r--");
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
    try (Ownership.Loan loan = loans.lend(List.of(work))) {
      assertThat(loan).isNotNull();
      assertThat(owner(outside)).isZero();
      assertThat(owner(file)).isZero();
      assertThat(owner(twin)).isZero();
      assertThat(owner(work)).isEqualTo(OTHER);
    }
  }

  @Test
  void nobodyElseMayWriteToWhatComesBackAndNothingRunsAsItsOwner() throws IOException {
    Ownership.Loan loan = loans.lend(List.of(work));
    Path open = Files.createDirectory(work.resolve("open"));
    Path file = Files.createFile(open.resolve("file"));
    Path link = Files.createSymbolicLink(open.resolve("link"), Path.of("/nowhere"));
    for (Path made : List.of(open, file, link)) {
      Files.setAttribute(made, "unix:uid", OTHER, LinkOption.NOFOLLOW_LINKS);
    }
    Files.setAttribute(open, "unix:mode", 03777);
    Files.setAttribute(file, "unix:mode", 04767);
    loan.close();
    assertThat(owner(link)).isZero();
    assertThat((int) Files.getAttribute(open, "unix:mode") & 07777).isEqualTo(0755);
    assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(0745);
  }

  @Test
  void aSharedDirectoryIsTakenBackAfterItsLastUser() throws IOException {
    Path outer = folder.resolve("work");
    Ownership.Loan whole = loans.lend(List.of(outer));
    Ownership.Loan part = loans.lend(List.of(work));
    whole.close();
    assertThat(owner(work)).isEqualTo(OTHER);
    whole.close();
    assertThat(owner(work)).isEqualTo(OTHER);
    part.close();
    assertThat(owner(work)).isZero();
    assertThat(owner(outer)).isZero();
  }

  @Test
  void whatIsNotThereIsNobodysConcern() {
    Path absent = folder.resolve("absent");
    loans.lend(List.of(absent)).close();
    assertThat(absent).doesNotExist();
  }

  @Test
  void nothingChangesHandsWhereProgramsRunAsWeDo() throws IOException {
    try (Ownership.Loan loan = Ownership.none().lend(List.of(work))) {
      assertThat(loan).isNotNull();
      assertThat(owner(work)).isZero();
    }
  }
}
