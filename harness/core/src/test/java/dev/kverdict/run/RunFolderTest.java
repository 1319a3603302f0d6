package dev.kverdict.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashType;
import dev.kverdict.oops.Symbols;
import dev.kverdict.record.TrialId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFolderTest {

  @TempDir private Path runs;

  @Test
  void runsThatBeginInOneSecondHaveFoldersOfTheirOwn() {
    Set<Path> folders = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      folders.add(RunFolder.create(runs.resolve("new/below"), "case").path());
    }
    assertThat(folders).hasSize(20).allMatch(Path::isAbsolute).allMatch(Files::isDirectory);
    assertThat(folders)
        .extracting(folder -> folder.getFileName().toString())
        .allMatch(name -> name.matches("[0-9]{8}T[0-9]{6}Z-case(-[0-9]+)?"));
  }

  @Test
  void aClockThatIsSetBackGivesNoFolderTwice() {
    Instant now = Instant.parse("2026-11-29T20:00:00Z");
    List<Instant> clock = List.of(now, now.minusSeconds(1), now, Instant.EPOCH, now, Instant.EPOCH);
    Iterator<Instant> times = clock.iterator();
    List<String> names =
        clock.stream()
            .map(time -> RunFolder.create(runs, "case", times::next).path().getFileName())
            .map(Path::toString)
            .toList();
    assertThat(names)
        .containsExactly(
            "20261129T200000Z-case",
            "20261129T195959Z-case",
            "20261129T200000Z-case-2",
            "19700101T000000Z-case",
            "20261129T200000Z-case-3",
            "19700101T000000Z-case-2");
  }

  @Test
  void aFolderThatCannotBeMadeIsTheHostsFault() throws IOException {
    Path file = Files.writeString(runs.resolve("file"), "");
    assertThatThrownBy(() -> RunFolder.create(file, "case"))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("cannot create a directory below " + file);
  }

  @ParameterizedTest
  @CsvSource({
    ",  plain,    1, 1, trials/k/p/1",
    "v1, plain,   2, 1, trials/k+v1/p/2",
    "v1, plain,   2, 3, trials/k+v1/p/2.attempt3",
    "v1, booted,  2, 1, trials/k+v1/p/booted.2",
    "v1, booted, 12, 2, trials/k+v1/p/booted.12.attempt2"
  })
  void eachAttemptAtATrialHasAPlaceOfItsOwn(
      @Nullable String patch, String series, int number, int attempt, String place)
      throws IOException {
    RunFolder run = RunFolder.create(runs, "case");
    TrialId id = new TrialId("k", patch, "p", series, number);
    assertThat(run.where(id, attempt)).isEqualTo(run.file(place)).doesNotExist();
    assertThat(run.trial(id, attempt)).isEqualTo(run.file(place)).isEmptyDirectory();
    assertThatThrownBy(() -> run.trial(id, attempt))
        .as("evidence is never written over")
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aBuildsFolderIsTheSameWhoeverAsks() throws IOException {
    RunFolder run = RunFolder.create(runs, "case");
    assertThat(run.kernel("k/v1"))
        .isEqualTo(run.kernel("k/v1"))
        .isEqualTo(run.path().resolve("kernels/k+v1"))
        .isEmptyDirectory();
  }

  @Test
  void crashesAreWrittenForPeopleWhereThereAreAny() throws IOException {
    RunFolder.writeCrashes(runs, List.of(), Symbols.NONE);
    assertThat(runs).isEmptyDirectory();
    CrashReport crash =
        new CrashReport(
            "kernel BUG in f",
            List.of(),
            CrashType.BUG,
            "f",
            "f.c:1",
            null,
            List.of(),
            null,
            null,
            false,
            true,
            0,
            10,
            List.of("kernel BUG at f.c:1!"));
    RunFolder.writeCrashes(runs, List.of(crash), Symbols.NONE);
    assertThat(runs.resolve(RunFolder.CRASHES)).content().contains("kernel BUG in f");
    assertThat(CrashFile.read(runs)).isPresent();
    assertThat(runs.toFile().listFiles())
        .allMatch(file -> RunFolder.isDerived(file.toPath()), "is not evidence");
  }
}
