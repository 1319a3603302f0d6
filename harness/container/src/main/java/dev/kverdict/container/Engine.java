package dev.kverdict.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.WaitResponse;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * The container engine of this machine. Testcontainers creates the client and negotiates the
 * version of the API; its own search for an engine is avoided because it writes to the user's home.
 *
 * @param client docker-java's client, for single queries
 * @param socket the socket where the engine answers
 */
record Engine(DockerClient client, Path socket) {

  private static final String VARIABLE = "DOCKER_HOST";
  private static final String SCHEME = "unix://";
  private static final String DEFAULT = SCHEME + "/var/run/docker.sock";
  private static final String START = "start one: ci/docker-engine start DIR";

  /**
   * Connects to the engine that {@code DOCKER_HOST} names, or to the one at the usual place.
   *
   * @throws UserError if none answers there, or it is on another machine, where it would see other
   *     files
   */
  static Engine connect(Map<String, String> env) {
    String host = env.getOrDefault(VARIABLE, "");
    String where = host.isEmpty() ? DEFAULT : VARIABLE + "=" + host;
    String text = host.isEmpty() ? DEFAULT : host;
    if (!text.startsWith(SCHEME + "/")) {
      throw new UserError(
          where, "a container engine elsewhere cannot see the files of this machine", START);
    }
    Path socket = Path.of(text.substring(SCHEME.length()));
    try (SocketChannel trial = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      trial.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(where, "no container engine answers: " + e.getMessage(), START);
    }
    try {
      DockerClient client =
          DockerClientProviderStrategy.getClientForConfig(
              TransportConfig.builder().dockerHost(address(socket)).build());
      client.pingCmd().exec();
      return new Engine(client, socket);
    } catch (RuntimeException e) { // many kinds, of docker-java and of the transport
      throw new UserError(where, "the container engine does not answer: " + e.getMessage(), START);
    }
  }

  private static URI address(Path socket) {
    try {
      return new URI("unix", "", socket.toString(), null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Returns facts about the engine's machine. */
  Info info() {
    return client.infoCmd().exec();
  }

  /**
   * Creates and starts a container.
   *
   * @throws InfraError if the engine refuses
   */
  Started start(String image, ContainerPlan plan) {
    String id = "";
    Attachment streams = null;
    try {
      id = plan.fill(client.createContainerCmd(image)).exec().getId();
      // Before it starts, so that no output is lost and it never runs unattached.
      streams = Attachment.to(socket, id);
      client.startContainerCmd(id).exec();
      return new Started(id, streams, exitOf(id));
    } catch (DockerException | IOException e) {
      if (streams != null) {
        streams.close();
      }
      if (!id.isEmpty()) {
        remove(id);
      }
      throw new InfraError(
          "the container engine cannot start "
              + plan.command().argv().get(0)
              + ": "
              + String.valueOf(e.getMessage()).strip(),
          e);
    }
  }

  /**
   * A started container.
   *
   * @param id the engine's name for it
   * @param streams its standard streams
   * @param exit a future of its exit code
   */
  record Started(String id, Attachment streams, CompletableFuture<Integer> exit) {}

  /** Returns the id of a container's process 1 on this machine; 0 if it has ended. */
  long pid(String container) {
    try {
      InspectContainerResponse.ContainerState state =
          client.inspectContainerCmd(container).exec().getState();
      return Optional.ofNullable(state.getPidLong()).orElse(0L);
    } catch (NotFoundException e) {
      return 0;
    }
  }

  /** Kills a container with all its processes. */
  void kill(String container) {
    try {
      client.killContainerCmd(container).exec();
    } catch (NotFoundException | ConflictException e) {
      // It has already ended.
    }
  }

  /** Kills a container with all its processes, and removes it. */
  void remove(String container) {
    try {
      client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException e) {
      // Already removed, by a sweep or a person.
    } catch (DockerException e) {
      if (e.getHttpStatus() != 409) { // being removed
        throw new InfraError("cannot remove the container " + container + ": " + e.getMessage(), e);
      }
    }
  }

  /** Returns all containers with a label, running or not. */
  List<Container> labelled(String label) {
    return client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec();
  }

  private CompletableFuture<Integer> exitOf(String container) {
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    var unused =
        client
            .waitContainerCmd(container)
            .exec(
                new ResultCallback.Adapter<WaitResponse>() {
                  @Override
                  public void onNext(WaitResponse end) {
                    exit.complete(end.getStatusCode());
                  }

                  @Override
                  public void onError(Throwable error) {
                    exit.completeExceptionally(
                        new InfraError("lost a container: " + error.getMessage(), error));
                  }

                  @Override
                  public void onComplete() {
                    exit.completeExceptionally(new InfraError("lost a container"));
                  }
                });
    return exit;
  }
}
