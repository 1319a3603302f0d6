package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Choices among archives in several recorded states. */
class StockWantedTest {

  private static final String META = "linux-image-amd64";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          all-well     | linux-image-6.1.0-57-amd64-unsigned 6.1.192-3
          signed-lag   | linux-image-6.1.0-57-amd64-unsigned 6.1.192-3; linux-image-amd64 lags behind at 6.1.192-2
          kbuild-gone  | linux-image-6.1.0-50-amd64-unsigned 6.1.176-1; not 6.1.192-2, 6.1.192-1: linux-kbuild-6.1 is not there in those versions
          headers-gone | linux-image-6.1.0-50-amd64-unsigned 6.1.176-1; not 6.1.192-3: linux-headers-6.1.0-57-amd64 is not there in that version; not 6.1.192-2: linux-kbuild-6.1 is not there in that version
          backports    | linux-image-6.1.0-56-amd64-unsigned 6.1.192-2
          source-newer | linux-image-6.1.0-56-amd64-unsigned 6.1.192-2; not 6.1.192-3: an image of flavour amd64 is not there in that version
          """)
  void takesTheNewestThatIsCompleteAndSaysWhyNoNewer(String state, String text) {
    assertThat(choose(state, META, null).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no-lists         | image package linux-image-amd64: apt knows no such package; check the name
          nothing-complete | image package linux-image-amd64: no version is complete; not 6.1.192-3: linux-headers-6.1.0-57-amd64, linux-source-6.1 are not there in that version; not 6.1.192-2: linux-kbuild-6.1 is not there in that version; not 6.1.192-1: an image of flavour amd64 is not there in that version; not 6.1.176-1: linux-image-6.1.0-50-amd64-unsigned is not there in that version; wait until the archive has all packages of one, or name another
          """)
  void saysWhatIsMissingWhereNothingIsComplete(String state, String text) {
    assertThatThrownBy(() -> choose(state, META, null))
        .isInstanceOf(UserError.class)
        .hasMessage(text);
  }

  @Test
  void aptThatFailsHasNotAnswered() {
    assertThatThrownBy(() -> choose("apt-fails", META, null))
        .isInstanceOf(ArchiveError.class)
        .hasMessage("apt-cache show failed: E: The list of sources could not be read.");
  }

  @Test
  void aVersionHasAllItsPackages() {
    DistroPackages packages = choose("all-well", META, null).packages();
    assertThat(packages)
        .isEqualTo(
            new DistroPackages(
                "6.1.0-57-amd64",
                "6.1.192-3",
                "linux-image-6.1.0-57-amd64-unsigned",
                "linux-headers-6.1.0-57-amd64",
                "linux-headers-6.1.0-57-common",
                "linux-kbuild-6.1",
                "linux-source-6.1"));
    assertThat(packages.binaries()).hasSize(4).allMatch(name -> name.endsWith("=6.1.192-3"));
  }

  @ParameterizedTest
  @CsvSource({
    "all-well,   linux-image-6.1.0-56-amd64,           image package linux-image-6.1.0-56-amd64:"
        + " no version is complete; not 6.1.192-2: linux-kbuild-6.1 is not there in that version",
    "all-well,   linux-image-6.1.0-54-amd64-unsigned,  apt knows no such package",
    "all-well,   linux-image-none,                     apt knows no such package",
    "signed-lag, linux-image-6.1.0-55-amd64,           not 6.1.192-1: linux-kbuild-6.1",
  })
  void anImageThatIsNamedMeansThatReleaseAlone(String state, String asked, String text) {
    assertThatThrownBy(() -> choose(state, asked, null))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource({
    "linux-image-6.1.0-50-amd64,                    , 6.1.176-1",
    "linux-image-6.1.0-50-amd64-unsigned,           , 6.1.176-1",
    "linux-image-6.1.0-57-amd64,                    , 6.1.192-3",
    "linux-image-6.1.0-57-amd64-unsigned, 6.1.192-3, 6.1.192-3",
    "linux-image-amd64,                   6.1.176-1, 6.1.176-1",
    "linux-image-amd64,                   6.1.192-3, 6.1.192-3",
  })
  void anImageOrAVersionMayBeNamed(String asked, @Nullable String pin, String version) {
    PackageSupply.Choice<DistroPackages> choice = choose("signed-lag", asked, pin);
    assertThat(choice.packages().version()).isEqualTo(version);
    assertThat(choice.text())
        .isEqualTo(choice.packages().text() + (pin == null ? "" : ", as asked for"));
  }

  @Test
  void aPinMayNameAnotherSeriesThanAptPrefers() {
    PackageSupply.Choice<DistroPackages> choice = choose("backports", META, "6.12.117-1~bpo12+1");
    assertThat(choice.packages())
        .isEqualTo(
            new DistroPackages(
                "6.12.117+deb12-amd64",
                "6.12.117-1~bpo12+1",
                "linux-image-6.12.117+deb12-amd64-unsigned",
                "linux-headers-6.12.117+deb12-amd64",
                "linux-headers-6.12.117+deb12-common",
                "linux-kbuild-6.12.117+deb12",
                "linux-source-6.12"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          signed-lag       | 6.1.192-2 | is not complete: linux-kbuild-6.1 is not there in that version; complete are 6.1.192-3, 6.1.176-1
          signed-lag       | 6.1.180-1 | there is no such version; complete are 6.1.192-3, 6.1.176-1
          signed-lag       | 5.10.1-1  | there is no such version; complete are 6.1.192-3, 6.1.176-1
          nothing-complete | 6.1.176-1 | is not complete: linux-image-6.1.0-50-amd64-unsigned is not there in that version; none is complete
          """)
  void aPinThatCannotBeHadListsThoseThatCan(String state, String pin, String text) {
    assertThatThrownBy(() -> choose(state, META, pin))
        .isInstanceOf(UserError.class)
        .hasMessage("image package linux-image-amd64 " + pin + ": " + text);
  }

  @Test
  void aPackageThatIsNoKernelIsTheMatrixsMistake() {
    Archive archive =
        new Archive() {
          @Override
          public Archive.Closure closure(List<String> wanted) {
            throw new UnsupportedOperationException("kernels have no closure");
          }

          @Override
          public List<AptRecord> show(List<String> names) {
            return List.of(new AptRecord("linux-image-x", "1", List.of()));
          }

          @Override
          public Optional<String> candidate(String name) {
            return Optional.of("1");
          }

          @Override
          public List<String> names(String prefix) {
            return List.of();
          }
        };
    assertThatThrownBy(() -> wanted("linux-image-x", null).choose(archive))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("neither is a kernel's image nor depends on one");
  }

  private static StockWanted wanted(String asked, @Nullable String pin) {
    return new StockWanted(asked, pin, fit -> Optional.empty());
  }

  private PackageSupply.Choice<DistroPackages> choose(
      String state, String asked, @Nullable String pin) {
    RecordedApt lane = new RecordedApt(state);
    Store store = new Store(folder.resolve("v1"), lane, 1 << 30);
    return wanted(asked, pin).choose(Apt.ofSystem(lane, store));
  }
}
