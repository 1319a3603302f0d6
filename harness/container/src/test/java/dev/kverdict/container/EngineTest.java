package dev.kverdict.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.Lanes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages for a user without an engine. */
class EngineTest {

  @TempDir Path folder;

  @Test
  void anAbsentEngineIsAUserError() {
    String host = "unix://" + folder.resolve("docker.sock");
    assertThatThrownBy(() -> Lanes.open("container", Map.of("DOCKER_HOST", host)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("DOCKER_HOST=" + host + ": no container engine answers: ")
        .hasMessageEndingWith("; start one: ci/docker-engine start DIR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://192.0.2.1:2375", "ssh://somewhere", "nonsense", "unix:", "a b"})
  void engineElsewhereIsRefused(String host) {
    assertThatThrownBy(() -> Engine.connect(Map.of("DOCKER_HOST", host)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("DOCKER_HOST=" + host)
        .hasMessageContaining("cannot see the files of this machine");
  }

  @Test
  void withoutAnEngineThereIsNothingToSweep() {
    assertThat(Lanes.sweep(Map.of("DOCKER_HOST", "unix://" + folder.resolve("docker.sock"))))
        .isEmpty();
  }
}
