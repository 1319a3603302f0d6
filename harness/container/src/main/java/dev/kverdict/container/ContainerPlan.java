package dev.kverdict.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import dev.kverdict.HostIo;
import dev.kverdict.host.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans a command's container: it sees only what the command declares, has a read-only root, and
 * neither network, capabilities nor new privileges.
 *
 * @param argv process 1 of the container
 * @param command what it runs
 * @param binds the paths of the host that it sees
 * @param user the user it runs as
 * @param limits the resources it may use
 * @param labels labels that name its owner
 */
record ContainerPlan(
    List<String> argv,
    Command command,
    List<Bind> binds,
    ContainerUser user,
    ContainerLimits limits,
    Map<String, String> labels) {

  private static final Path NOTHING = Path.of("/dev/null");

  /** Working directory of a program that needs no files: the image's root. */
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
   * @param lock a file to hold locked, or null
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
        // Once: the container's input ends with the attachment, which ends with the harness.
        .withStdinOpen(true)
        .withStdInOnce(true)
        .withAttachStdin(true)
        .withAttachStdout(true)
        .withAttachStderr(true)
        .withHostConfig(hostConfig());
  }

  /** Returns the container's access to the host. */
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
        // Output is read as it arrives; the engine need not keep it on disk.
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
    Map<String, String> directories = new HashMap<>();
    directories.put("/tmp", "rw,exec,nosuid,nodev,mode=1777,size=" + limits.temporary());
    Path directory = directory();
    if (!directory.equals(ANYWHERE)
        && binds.stream().noneMatch(bind -> directory.startsWith(bind.target()))) {
      // An existing directory, empty but for the binds below it.
      directories.put(directory.toString(), "rw,noexec,nosuid,nodev,mode=755,size=64k");
    }
    return directories;
  }

  private Path directory() {
    return command.directory().toAbsolutePath().normalize();
  }

  private static Device device(Path node) {
    return new Device("rw", node.toString(), node.toString());
  }

  /** Returns the groups whose members may open the devices. */
  private List<String> groups() {
    TreeSet<String> groups = new TreeSet<>();
    for (Path node : command.devices()) {
      HostIo.run(
          "cannot stat " + node,
          () -> groups.add(String.valueOf(Files.getAttribute(node, "unix:gid"))));
    }
    groups.remove("0"); // never add the group of root for a device
    return List.copyOf(groups);
  }
}
