package dev.kverdict.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectImageResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The image on a real engine, which may have neither a bridge nor a registry. */
@NeedsEngine
@Timeout(120)
class ToolchainImageContainerTest {

  @Test
  void anImageIsMadeFromADockerfileUponOneThatIsThere() {
    Engine engine = Engine.connect(System.getenv());
    ToolchainImage base = ToolchainImage.find(engine, System.getenv());
    String name = "kverdict-toolchain-test:" + ProcessHandle.current().pid();
    try {
      ToolchainImage made =
          ToolchainImage.make(
              engine, name, "FROM " + base.name() + "\nRUN echo made >/made\nENV MADE=yes\n");
      assertThat(made.name()).isEqualTo(name);
      assertThat(made.content()).isNotEqualTo(base.content());
      InspectImageResponse image = engine.client().inspectImageCmd(name).exec();
      assertThat(image.getConfig()).isNotNull();
      assertThat(image.getConfig().getEnv()).contains("MADE=yes");
    } finally {
      engine.client().removeImageCmd(name).withForce(true).exec();
    }
  }
}
