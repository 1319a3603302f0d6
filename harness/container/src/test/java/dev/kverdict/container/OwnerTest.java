package dev.kverdict.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Removal of containers by owner. */
class OwnerTest {

  private static final Owner SELF = new Owner(10, 500, "boot", "pid:[1]", 1000);

  private static Owner other(long pid, long started, String boot, String namespace, long uid) {
    return new Owner(pid, started, boot, namespace, uid);
  }

  @Test
  void labelsSayWhoOwns() {
    Map<String, String> labels = SELF.labels(Path.of("/store"));
    assertThat(Owner.of(labels)).contains(SELF);
    assertThat(labels).containsEntry("dev.kverdict.store", "/store");
  }

  @Test
  void thisProcessLives() {
    Owner self = Owner.self();
    assertThat(Owner.self()).isEqualTo(self);
    assertThat(self.outlived(self, Owner::startOf)).isFalse();
    assertThat(Owner.startOf(Integer.MAX_VALUE)).isEmpty();
  }

  @Test
  void ownerIsGoneWithoutAProcessOrWithAYoungerOne() {
    Owner owner = other(20, 600, "boot", "pid:[1]", 1000);
    assertThat(SELF.outlived(owner, pid -> OptionalLong.of(600))).isFalse();
    assertThat(SELF.outlived(owner, pid -> OptionalLong.empty())).isTrue();
    assertThat(SELF.outlived(owner, pid -> OptionalLong.of(700))).isTrue();
  }

  @Test
  void ownerOfAnEarlierBootIsGone() {
    Owner owner = other(20, 600, "earlier", "pid:[1]", 1000);
    assertThat(SELF.outlived(owner, pid -> OptionalLong.of(600))).isTrue();
  }

  @Test
  void ownerThatCannotBeSeenIsTakenToLive() {
    assertThat(SELF.outlived(other(20, 600, "boot", "pid:[2]", 1000), pid -> OptionalLong.empty()))
        .isFalse();
    assertThat(SELF.outlived(other(20, 600, "boot", "pid:[1]", 1001), pid -> OptionalLong.empty()))
        .isFalse();
  }

  @Test
  void rootSeesEverybody() {
    Owner root = new Owner(10, 500, "boot", "pid:[1]", 0);
    assertThat(root.outlived(other(20, 600, "boot", "pid:[1]", 1001), pid -> OptionalLong.empty()))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 2 3", "x 2 b n 0", "1 -2 b n 0", "1 2 b n 99999999999"})
  void strangeLabelsAreNobodys(String label) {
    assertThat(Owner.of(Map.of(Owner.LABEL, label))).isEmpty();
  }
}
