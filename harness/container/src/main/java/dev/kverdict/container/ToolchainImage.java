package dev.kverdict.container;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The image with all tools that commands use: compilers, QEMU, makers and checkers of images.
 *
 * @param name its name and tag
 * @param content a digest of its files, which images built at different times may share
 */
record ToolchainImage(String name, String content) {

  /** Variable that names another base image than {@link #BASE}. */
  static final String BASE_VARIABLE = "KVERDICT_TOOLCHAIN_BASE";

  /** Base image, used if a registry can be reached; dated, so that it does not change. */
  static final String BASE = "debian:bookworm-20250520-slim";

  private static final Logger LOG = LoggerFactory.getLogger(ToolchainImage.class);
  private static final String LIST = "toolchain.packages";
  private static final int TAG_DIGITS = 12;
  private static final long PULL_MINUTES = 10;

  /**
   * Returns the image on this engine, built first if missing.
   *
   * @throws UserError if it is missing and cannot be built
   */
  static ToolchainImage find(Engine engine, Map<String, String> env) {
    String name = localName();
    Optional<ToolchainImage> there = look(engine, name);
    if (there.isPresent()) {
      return there.get();
    }
    String base = env.getOrDefault(BASE_VARIABLE, BASE);
    LOG.info("building {} from {}", name, base);
    try {
      pull(engine, base);
      return make(engine, name, dockerfile(base));
    } catch (RuntimeException e) { // Testcontainers wraps the cause in many layers
      throw new UserError(
          "container image " + name,
          "is not on this engine, and cannot be built from " + base + ": " + reason(e),
          "build it from Debian's packages: sudo ci/make-toolchain-image");
    }
  }

  /** Builds an image on the engine, whose base image is present. */
  static ToolchainImage make(Engine engine, String name, String dockerfile) {
    String made =
        new ImageFromDockerfile(name, false)
            .withFileFromString("Dockerfile", dockerfile)
            // An engine may have no bridge, and this build runs nothing but Debian's packages.
            .withBuildImageCmdModifier(build -> build.withNetworkMode("host"))
            .get();
    return look(engine, made).orElseThrow();
  }

  /** Returns the image's name, with a digest of its packages as in ci/make-toolchain-image. */
  static String localName() {
    return "kverdict-toolchain:" + Digests.ofText(list()).substring(0, TAG_DIGITS);
  }

  /** Returns the packages in it. */
  static List<String> packages() {
    return list().lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
  }

  /** Returns the Dockerfile; the store of a harness that runs as root is below root's home. */
  static String dockerfile(String base) {
    return """
        FROM %s
        RUN apt-get -q update \\
         && DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends %s \\
         && rm -rf /var/lib/apt/lists /var/cache/apt /var/log/apt /var/log/dpkg.log \\
         && chmod 755 /root
        """
        .formatted(base, String.join(" ", packages()));
  }

  /** Returns a digest of an image's layers; its id would depend on the build time. */
  static String content(List<String> layers) {
    return "sha256:" + Digests.ofText(String.join("\n", layers));
  }

  private static Optional<ToolchainImage> look(Engine engine, String name) {
    try {
      InspectImageResponse image = engine.client().inspectImageCmd(name).exec();
      if (image.getRootFS() == null || image.getRootFS().getLayers() == null) {
        throw new InfraError("the container engine does not list the layers of " + name);
      }
      return Optional.of(new ToolchainImage(name, content(image.getRootFS().getLayers())));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private static void pull(Engine engine, String base) {
    try {
      if (look(engine, base).isEmpty()
          && !engine
              .client()
              .pullImageCmd(base)
              .start()
              .awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
        throw new InfraError("no answer from its registry within " + PULL_MINUTES + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfraError("interrupted", e);
    }
  }

  private static String reason(Throwable error) {
    Throwable at = error;
    while (at.getCause() != null && !(at instanceof DockerException)) {
      at = at.getCause();
    }
    return String.valueOf(at.getMessage()).lines().findFirst().orElse("no reason given").strip();
  }

  private static String list() {
    try (InputStream list = ToolchainImage.class.getResourceAsStream(LIST)) {
      return new String(Objects.requireNonNull(list, LIST).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InfraError("cannot read " + LIST + ": " + e.getMessage(), e);
    }
  }
}
