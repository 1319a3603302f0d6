package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.debian.AptRecord.Dependency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What versions an archive has, on an archive that is a list. */
class StockSetsTest {

  private static final ImageName IMAGE = new ImageName("6.1.0-57", "amd64");
  private static final String SOURCE = "linux-source-6.1";

  private final List<AptRecord> records = new ArrayList<>();
  private @Nullable String candidate;

  private final Archive archive =
      new Archive() {
        @Override
        public Archive.Closure closure(List<String> wanted) {
          throw new UnsupportedOperationException("kernels have no closure");
        }

        @Override
        public List<AptRecord> show(List<String> names) {
          return records.stream().filter(one -> names.contains(one.name())).toList();
        }

        @Override
        public Optional<String> candidate(String name) {
          return Optional.ofNullable(candidate);
        }

        @Override
        public List<String> names(String prefix) {
          throw new AssertionError(prefix);
        }
      };

  private void has(String version, String... names) {
    for (String name : names) {
      List<Dependency> depends =
          name.startsWith("linux-headers-6.1.0-57-amd")
              ? List.of(
                  new Dependency("linux-headers-6.1.0-57-common", version),
                  new Dependency("linux-kbuild-6.1", ""))
              : List.of();
      records.add(new AptRecord(name, version, depends));
    }
  }

  private void hasAll(String version) {
    has(
        version,
        IMAGE.unsigned(),
        IMAGE.headers(),
        "linux-headers-6.1.0-57-common",
        "linux-kbuild-6.1",
        SOURCE);
  }

  private List<StockSets.Rated> rated(Map<String, ImageName> signed, String... sources) {
    return StockSets.of(archive, Set.of(IMAGE), signed, List.of(sources), "amd64");
  }

  @Test
  void aVersionWithAllItsPackagesIsComplete() {
    hasAll("6.1.10-1");
    assertThat(rated(Map.of()))
        .containsExactly(
            new StockSets.Rated(
                "6.1.10-1",
                Optional.of(
                    new DistroPackages(
                        "6.1.0-57-amd64",
                        "6.1.10-1",
                        IMAGE.unsigned(),
                        IMAGE.headers(),
                        "linux-headers-6.1.0-57-common",
                        "linux-kbuild-6.1",
                        SOURCE)),
                List.of()));
  }

  @Test
  void theNewestComesFirstWithWhatItLacks() {
    hasAll("6.1.9-1");
    has("6.1.10-1", IMAGE.unsigned(), IMAGE.headers(), SOURCE);
    List<StockSets.Rated> rated = rated(Map.of());
    assertThat(rated).extracting(StockSets.Rated::version).containsExactly("6.1.10-1", "6.1.9-1");
    assertThat(rated.get(0).packages()).isEmpty();
    assertThat(rated.get(0).missing())
        .containsExactly("linux-headers-6.1.0-57-common", "linux-kbuild-6.1");
    assertThat(rated.get(1).packages()).isPresent();
  }

  @Test
  void aVersionOfWhichOnlyOthersTellLacksItsImage() {
    hasAll("6.1.9-1");
    has("6.1.11-1", SOURCE);
    List<StockSets.Rated> rated = rated(Map.of("6.1.10-1", IMAGE), SOURCE);
    assertThat(rated)
        .extracting(StockSets.Rated::version)
        .containsExactly("6.1.11-1", "6.1.10-1", "6.1.9-1");
    assertThat(rated.get(0).missing()).containsExactly("an image of flavour amd64");
    assertThat(rated.get(1).missing()).containsExactly(IMAGE.unsigned());
  }

  private PackageSupply.Choice<String> chosen(@Nullable String pin) {
    return new SourceWanted(SOURCE, pin, versions -> Optional.empty()).choose(archive);
  }

  @Test
  void aSourceIsTakenInTheVersionThatAptPrefers() {
    has("6.1.10-1", SOURCE);
    has("6.1.9-1", SOURCE);
    has("6.1.9-1", SOURCE);
    assertThat(chosen(null).packages()).isEqualTo("6.1.10-1");
    assertThat(chosen(null).text()).isEqualTo("linux-source-6.1 6.1.10-1");
    candidate = "6.1.9-1";
    assertThat(chosen(null).packages()).isEqualTo("6.1.9-1");
    assertThat(chosen(null).text())
        .isEqualTo("linux-source-6.1 6.1.9-1; not 6.1.10-1: apt prefers this one");
    candidate = "6.1.8-1";
    assertThat(chosen(null).packages()).as("only installed").isEqualTo("6.1.10-1");
  }

  @Test
  void aSourceThatIsPinnedIsTakenInThatVersionOrNotAtAll() {
    has("6.1.10-1", SOURCE);
    has("6.1.9-1", SOURCE);
    assertThat(chosen("6.1.9-1").text()).isEqualTo("linux-source-6.1 6.1.9-1, as asked for");
    assertThatThrownBy(() -> chosen("6.1.8-1"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "source package linux-source-6.1 6.1.8-1: there is no such version;"
                + " there are 6.1.10-1, 6.1.9-1");
    records.clear();
    for (String pin : new String[] {null, "6.1.8-1"}) {
      candidate = pin;
      assertThatThrownBy(() -> chosen(pin))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("apt knows no such package");
    }
  }

  @Test
  void theStoreIsAskedForThePinnedVersionAlone() {
    List<Predicate<String>> asked = new ArrayList<>();
    SourceWanted pinned =
        new SourceWanted(
            SOURCE,
            "6.1.9-1",
            versions -> {
              asked.add(versions);
              return Optional.empty();
            });
    assertThat(pinned.pinned()).isTrue();
    assertThat(pinned.stored(List.of())).isEmpty();
    assertThat(asked.get(0).test("6.1.9-1")).isTrue();
    assertThat(asked.get(0).test("6.1.10-1")).isFalse();
  }
}
