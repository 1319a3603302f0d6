package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources of a stock kernel if lists are missing or old, or an archive unreachable. */
class PackageSupplyTest {

  private static final String META = "linux-image-amd64";
  private static final String FIFTY = "linux-image-6.1.0-50-amd64-unsigned 6.1.176-1";
  private static final String NO_LISTS =
      "the system's package lists cannot be used (apt knows no such package; check the name): using separate lists";

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();

  private Store store(RecordedApt lane) {
    return new Store(folder.resolve("v1"), lane, 1 << 30);
  }

  private StockPackages packages(RecordedApt lane, Store store) {
    return new StockPackages(lane, store, (kernel, text) -> notes.add(text));
  }

  private static KernelSource.Distro asked(String image, @Nullable String pin) {
    return new KernelSource.Distro(image, pin, List.of("fs/ext4"), null);
  }

  /** Takes a kernel as a build does, without unpacking it. */
  private String taken(RecordedApt lane, @Nullable String pin) {
    return taken(packages(lane, store(lane)), lane, META, pin);
  }

  private String taken(
      StockPackages packages, RecordedApt lane, String image, @Nullable String pin) {
    Store store = store(lane);
    return packages.take(
        "k",
        asked(image, pin),
        (found, apt) -> {
          store
              .obtain(StockPackages.baseKey(found), to -> apt.download(found.binaries(), to))
              .close();
          List<String> source = List.of(found.exactly(found.source()));
          store.obtain(StockPackages.sourceKey(found), to -> apt.download(source, to)).close();
          return found.text();
        });
  }

  private static DistroPackages set(String abi, String flavour, String version) {
    ImageName image = new ImageName(abi, flavour);
    return new DistroPackages(
        image.release(),
        version,
        image.unsigned(),
        image.headers(),
        "linux-headers-" + abi + "-common",
        "linux-kbuild-6.1",
        "linux-source-" + ImageName.series(version).orElseThrow());
  }

  private static void keep(Store store, DistroPackages set) {
    store.obtain(StockPackages.baseKey(set), set::write).close();
    store.obtain(StockPackages.sourceKey(set), to -> {}).close();
  }

  @Test
  void listsThatDoAreTheSystems() {
    RecordedApt lane = new RecordedApt("signed-lag");
    assertThat(taken(lane, null)).isEqualTo("linux-image-6.1.0-57-amd64-unsigned 6.1.192-3");
    assertThat(lane.asked()).noneMatch(words -> words.contains("own "));
    assertThat(lane.options()).contains("Acquire::Retries=3", "APT::Sandbox::User=root");
  }

  @Test
  void controlsAndVariantsHaveOneVersionWhichIsSaidOnce() {
    RecordedApt lane = new RecordedApt("signed-lag");
    StockPackages packages = packages(lane, store(lane));
    String control = taken(packages, lane, META, null);
    int questions = lane.asked().size();
    assertThat(taken(packages, lane, META, null)).isEqualTo(control);
    assertThat(lane.asked()).hasSize(questions);
    assertThat(notes).hasSize(1);
  }

  @Test
  void missingListsAreRefreshedBesideTheStore() {
    RecordedApt lane = new RecordedApt("no-lists").reaching("kbuild-gone");
    assertThat(taken(lane, null)).isEqualTo(FIFTY);
    assertThat(notes)
        .containsExactly(
            NO_LISTS,
            FIFTY + "; not 6.1.192-2, 6.1.192-1: linux-kbuild-6.1 is not there in those versions");
    assertThat(lane.asked()).contains("own update");
    assertThat(lane.asked().get(lane.asked().size() - 1))
        .isEqualTo("own download linux-source-6.1=6.1.176-1");
  }

  @Test
  void listsAreRefreshedOncePerProcess() {
    RecordedApt lane = new RecordedApt("no-lists").reaching("all-well");
    taken(lane, null);
    taken(lane, "6.1.176-1");
    assertThat(lane.asked()).containsOnlyOnce("own update");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-lists", "apt-fails", "disk-full", "nothing-complete"})
  void whatListsCannotTellIsAskedOfTheArchive(String state) {
    assertThat(taken(new RecordedApt(state).reaching("all-well"), null))
        .isEqualTo("linux-image-6.1.0-57-amd64-unsigned 6.1.192-3");
  }

  @Test
  void anArchiveThatAnswersDoesThoughAnotherDoesNot() {
    RecordedApt lane = new RecordedApt("no-lists").reaching("all-well").inPart();
    assertThat(taken(lane, null)).isEqualTo("linux-image-6.1.0-57-amd64-unsigned 6.1.192-3");
  }

  @Test
  void aNameMayBeKnownToAnArchiveThatDoesNotAnswer() {
    RecordedApt lane = new RecordedApt("all-well").reaching("all-well").inPart();
    StockPackages packages = packages(lane, store(lane));
    assertThatThrownBy(() -> taken(packages, lane, "linux-image-none", null))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("apt knows no such package");
  }

  @ParameterizedTest
  @CsvSource({"linux-image-6.1.0-57-amd64-unsigned", "linux-source-6.1"})
  void anArchiveThatChangedUnderUsIsAskedAnew(String gone) {
    RecordedApt lane =
        new RecordedApt("all-well")
            .reaching("kbuild-gone")
            .downloading(name -> !name.equals(gone + "=6.1.192-3"));
    assertThat(taken(lane, null)).isEqualTo(FIFTY);
    assertThat(notes).hasSize(3).last().asString().startsWith(FIFTY + "; not 6.1.192-2");
    assertThat(notes.get(1)).contains(gone + "=6.1.192-3  404  Not Found", "separate lists");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-lists", "apt-fails", "disk-full", "all-well", "nothing-complete"})
  void outOfReachTheNewestOfTheStoreIsTaken(String state) {
    RecordedApt lane = new RecordedApt(state).downloading(name -> false);
    Store store = store(lane);
    keep(store, set("6.1.0-9", "amd64", "6.1.99-1"));
    keep(store, set("6.1.0-50", "amd64", "6.1.176-1"));
    keep(store, set("6.1.0-51", "rt-amd64", "6.1.177-1"));
    DistroPackages half = set("6.1.0-53", "amd64", "6.1.187-1");
    store.obtain(StockPackages.baseKey(half), half::write).close();
    assertThat(taken(lane, null)).isEqualTo(FIFTY);
    assertThat(notes)
        .last()
        .isEqualTo("the package archive cannot be reached: taking 6.1.176-1 from the store");
  }

  @Test
  void anotherSeriesOfTheStoreIsNotTakenWhereListsTellTheSeries() {
    RecordedApt lane = new RecordedApt("backports").downloading(name -> false);
    Store store = store(lane);
    keep(store, set("6.12.117+deb12", "amd64", "6.12.117-1~bpo12+1"));
    keep(store, set("6.1.0-50", "amd64", "6.1.176-1"));
    assertThat(taken(lane, null)).isEqualTo(FIFTY);
  }

  @Test
  void anImageThatIsNamedIsNoOtherOneOfTheStore() {
    RecordedApt lane = new RecordedApt("no-lists");
    Store store = store(lane);
    keep(store, set("6.1.0-50", "amd64", "6.1.176-1"));
    keep(store, set("6.1.0-53", "amd64", "6.1.187-1"));
    StockPackages packages = packages(lane, store);
    assertThat(taken(packages, lane, "linux-image-6.1.0-50-amd64", null)).isEqualTo(FIFTY);
    assertThatThrownBy(() -> taken(packages, lane, "linux-image-6.1.0-51-amd64", null))
        .isInstanceOf(InfraError.class);
  }

  @Test
  void aPinnedVersionIsTakenFromTheStoreWithoutAskingAnybody() {
    RecordedApt lane = new RecordedApt("apt-fails");
    Store store = store(lane);
    keep(store, set("6.1.0-50", "amd64", "6.1.176-1"));
    keep(store, set("6.1.0-53", "amd64", "6.1.187-1"));
    assertThat(taken(lane, "6.1.176-1")).isEqualTo(FIFTY);
    assertThat(notes).containsExactly("taking 6.1.176-1 from the store");
    assertThat(lane.asked()).noneMatch(words -> words.contains("update"));
  }

  @Test
  void whatAnArchiveHasNoMoreMayBeInTheStore() {
    RecordedApt lane = new RecordedApt("nothing-complete").reaching("nothing-complete");
    keep(store(lane), set("6.1.0-50", "amd64", "6.1.176-1"));
    assertThat(taken(lane, null)).isEqualTo(FIFTY);
    assertThat(notes)
        .last()
        .isEqualTo("the package archive has nothing suitable: taking 6.1.176-1 from the store");
  }

  @Test
  void outOfReachWithNothingInTheStoreIsTheHostsFault() {
    RecordedApt lane = new RecordedApt("all-well").downloading(name -> false);
    assertThatThrownBy(() -> taken(lane, null))
        .isInstanceOf(InfraError.class)
        .hasMessage(
            "cannot get image package linux-image-amd64, and it is not in the store: apt-get"
                + " download linux-image-6.1.0-57-amd64-unsigned=6.1.192-3"
                + " linux-headers-6.1.0-57-amd64=6.1.192-3"
                + " linux-headers-6.1.0-57-common=6.1.192-3 linux-kbuild-6.1=6.1.192-3 failed:"
                + " E: Failed to fetch linux-image-6.1.0-57-amd64-unsigned=6.1.192-3  404  Not"
                + " Found; apt-get update with separate lists failed: E: Failed to fetch"
                + " http://archive.example/debian/x  Temporary failure resolving; check the"
                + " network and apt's sources, and start again when the archive can be reached");
    assertThat(folder.resolve("v1/stock")).doesNotExist();
  }

  @Test
  void anArchiveThatAnswersWithErrorsIsTheHostsFaultToo() {
    RecordedApt lane = new RecordedApt("all-well").reaching("all-well").downloading(name -> false);
    assertThatThrownBy(() -> taken(lane, null))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("apt-get update with separate lists went well, but apt-get download");
  }

  @ParameterizedTest
  @CsvSource({
    "linux-image-none,           , apt knows no such package",
    "linux-image-amd64, 6.1.180-1, 'there is no such version; complete are 6.1.192-3'",
  })
  void anUnknownNameOrVersionIsTheMatrixsMistake(String image, @Nullable String pin, String text) {
    RecordedApt lane = new RecordedApt("all-well").reaching("all-well");
    StockPackages packages = packages(lane, store(lane));
    assertThatThrownBy(() -> taken(packages, lane, image, pin))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(text);
  }

  @Test
  void aFaultOfWhatIsTakenIsNoReasonToTakeAnother() {
    RecordedApt lane = new RecordedApt("all-well").reaching("kbuild-gone");
    StockPackages packages = packages(lane, store(lane));
    assertThatThrownBy(
            () ->
                packages.<Entry>take(
                    "k",
                    asked(META, null),
                    (found, apt) -> {
                      throw new UserError("rebuild: fs/x", "no such folder", "");
                    }))
        .isInstanceOf(UserError.class);
    assertThat(notes).hasSize(1);
    assertThat(lane.asked()).doesNotContain("own update");
  }
}
