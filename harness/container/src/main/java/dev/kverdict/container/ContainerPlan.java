package dev.kverdict.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a command is run in a container: nothing but what the command declares, in a root that cannot
 * be written, without network, capabilities and new privileges.
 *
 * @param argv process 1 of the container
 * @param command what it runs
 * @param binds what it sees of the host
 * @param user whom it runs as
 * @param limits what it may use
 * @param labels whose it is
 */
record ContainerPlan(
    List<String> argv,
    Command command,
    List<Bind> binds,
    ContainerUser user,
    ContainerLimits limits,
    Map<String, String> labels) {

  private static final Path NOTHING = Path.of("/dev/null");

  /** Where a program works that needs no files: the image's root. */
  private static final Path ANYWHERE = Path.of("/");

  private static final long BILLION = 1_000_000_000L;

  ContainerPlan {
    argv = List.copyOf(argv);
    binds = List.copyOf(binds);
    labels = Map.copyOf(labels);
  }

  /**
   * Plans a command.
   *
   * @param argv process 1
   * @param lock a file that is held locked, or null
   */
  static ContainerPlan of(
      List<String> argv,
      Command command,
      @Nullable Path lock,
      ContainerUser user,
      ContainerLimits limits,
      Map<String, String> labels) {
    List<Path> reads = new ArrayList<>(command.reads());
    if (!command.input().equals(NOTHING)) {
      reads.add(command.input());
    }
    if (lock != null) {
      reads.add(lock);
    }
    return new ContainerPlan(argv, command, Bind.of(reads, command.writes()), user, limits, labels);
  }

  /** Fills in the request that makes the container. */
  CreateContainerCmd fill(CreateContainerCmd request) {
    return request
        .withEntrypoint(argv)
        .withCmd(List.of())
        .withEnv(env())
        .withUser(user.text())
        .withWorkingDir(directory().toString())
        .withLabels(labels)
        .withTty(false)
        // Once: the container's input ends with the attachment, and that with the harness.
        .withStdinOpen(true)
        .withStdInOnce(true)
        .withAttachStdin(true)
        .withAttachStdout(true)
        .withAttachStderr(true)
        .withHostConfig(hostConfig());
  }

  /** What the container gets of the host. */
  HostConfig hostConfig() {
    return HostConfig.newHostConfig()
        .withNetworkMode("none")
        .withReadonlyRootfs(true)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withMemory(limits.memory())
        .withMemorySwap(limits.memory())
        .withNanoCPUs(limits.cpus() * BILLION)
        .withPidsLimit((long) limits.pids())
        .withMounts(binds.stream().map(Bind::mount).toList())
        .withTmpFs(temporary())
        .withDevices(command.devices().stream().map(ContainerPlan::device).toList())
        .withGroupAdd(groups())
        // What a program says is read as it says it; the engine need not keep it on its disk.
        .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
  }

  List<String> env() {
    Map<String, String> env = new HashMap<>(Command.STANDARD_ENV);
    env.put("HOME", "/tmp");
    env.put("TMPDIR", "/tmp");
    env.putAll(command.env());
    return env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).sorted().toList();
  }

  private Map<String, String> temporary() {
    Map<String, String> folders = new HashMap<>();
    folders.put("/tmp", "rw,exec,nosuid,nodev,mode=1777,size=" + limits.temporary());
    Path directory = directory();
    if (!directory.equals(ANYWHERE)
        && binds.stream().noneMatch(bind -> directory.startsWith(bind.target()))) {
      // Somewhere to be, with nothing in it but what else is bound below.
      folders.put(directory.toString(), "rw,noexec,nosuid,nodev,mode=755,size=64k");
    }
    return folders;
  }

  private Path directory() {
    return command.directory().toAbsolutePath().normalize();
  }

  private static Device device(Path node) {
    return new Device("rw", node.toString(), node.toString());
  }

  /** The groups whose members may open the devices. */
  private List<String> groups() {
    TreeSet<String> groups = new TreeSet<>();
    for (Path node : command.devices()) {
      try {
        groups.add(String.valueOf(Files.getAttribute(node, "unix:gid")));
      } catch (IOException e) {
        throw new InfraError("cannot look at " + node + ": " + e.getMessage(), e);
      }
    }
    groups.remove("0"); // no device is worth the group of root
    return List.copyOf(groups);
  }
}
