package dev.kverdict.vm;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.host.RunningProgram;
import dev.kverdict.host.SparseCopy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running virtual machine. Separate threads read its console, QMP and agent channels, so that a
 * talkative guest never blocks. Closing it kills QEMU.
 */
public final class Vm implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration RESTORE = Duration.ofMinutes(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final int MAX_QEMU_OUTPUT = 16 * 1024;

  private final RunningProgram qemu;
  private final SocketChannel agent;
  private final QmpClient qmp;
  private final Migration migration;
  private final boolean mapped;
  private final CompletableFuture<Void> drained;
  private final CompletableFuture<String> qemuOutput;

  private Vm(
      RunningProgram qemu,
      Migration migration,
      boolean mapped,
      Map<String, SocketChannel> channels,
      Executor pumps,
      VmListener to) {
    this.qemu = qemu;
    this.migration = migration;
    this.mapped = mapped;
    this.agent = channel(channels, "agent");
    this.qmp = new QmpClient(channel(channels, "qmp"), to);
    SocketChannel console = channel(channels, "console");
    this.qemuOutput = CompletableFuture.supplyAsync(this::readQemuOutput, pumps);
    this.drained =
        CompletableFuture.allOf(
                CompletableFuture.runAsync(qmp::pump, pumps),
                CompletableFuture.runAsync(() -> drain(console, to), pumps),
                qemuOutput,
                qemu.exit().handle((code, error) -> null))
            .whenComplete((done, error) -> to.ended());
  }

  /**
   * Starts a machine, or restores one from a snapshot.
   *
   * @param spec the machine; one that resumes as it was saved, with disks as they were then
   * @param directory QEMU's working directory
   * @param pumps runs the readers; must start every task at once
   * @throws InfraError if QEMU does not start, does not answer, or does not restore the state
   */
  public static Vm start(
      VmSpec spec,
      Beginning beginning,
      Path directory,
      Lane lane,
      Executor pumps,
      VmListener listener) {
    try {
      Migration migration = new Migration();
      try {
        return start(spec, beginning, directory, migration, lane, pumps, listener);
      } catch (IOException | RuntimeException e) {
        migration.close();
        throw e;
      }
    } catch (IOException e) {
      throw new InfraError("QEMU did not start: " + e.getMessage(), e);
    }
  }

  private static Vm start(
      VmSpec spec,
      Beginning asked,
      Path directory,
      Migration migration,
      Lane lane,
      Executor pumps,
      VmListener listener)
      throws IOException {
    try (Sockets sockets = new Sockets("console", "qmp", "agent");
        Overlays overlays = new Overlays(directory)) {
      Beginning beginning = withOwnMemory(asked, lane, overlays);
      Path state = beginning.state();
      List<String> argv = QemuCommandLine.argv(spec, beginning, sockets.folder());
      Command command = command(spec, beginning, argv, directory, sockets, migration, overlays);
      RunningProgram qemu =
          lane.start(state == null ? command : command.from(state).alsoReading(state));
      Vm vm;
      try {
        vm =
            new Vm(
                qemu,
                migration,
                beginning.memory() != null,
                sockets.accept(qemu, CONNECT),
                pumps,
                listener);
      } catch (InfraError e) {
        qemu.close();
        String words =
            new String(qemu.output().readNBytes(MAX_QEMU_OUTPUT), StandardCharsets.UTF_8);
        throw new InfraError(e.getMessage() + ": " + words.strip(), e);
      } catch (IOException | RuntimeException e) {
        qemu.close();
        throw e;
      }
      try {
        vm.qmp.negotiate(CONNECT);
        if (state != null) {
          Migration.restore(vm.qmp, vm.mapped, RESTORE);
        }
        return vm;
      } catch (IOException e) {
        vm.close();
        String what =
            state == null ? "QEMU did not start: " : "QEMU did not restore the snapshot: ";
        throw new InfraError(what + vm.lastWords(), e);
      } catch (RuntimeException e) {
        vm.close();
        throw e;
      }
    }
  }

  /**
   * Returns the beginning with a copy of the memory that others begin with, too. QEMU maps it
   * private, but opens it for writing even so (until 8.2), and who writes to a file of the store
   * changes what others get. The file goes with the overlays once QEMU has opened it.
   */
  private static Beginning withOwnMemory(Beginning beginning, Lane lane, Overlays overlays) {
    Path memory = beginning.memory();
    if (memory == null || beginning.kept()) {
      return beginning;
    }
    Path copy = overlays.folder().resolve("memory");
    SparseCopy.withItsHoles(lane, memory, copy);
    return new Beginning(beginning.state(), copy, false);
  }

  /** Returns what a machine printed that ended before it answered by QMP. */
  private String lastWords() {
    String words = qemuOutput.completeOnTimeout("", 10, TimeUnit.SECONDS).join().strip();
    int code = exitCode().orElse(0);
    return words.isEmpty() ? "it ended with code " + code + " and printed nothing" : words;
  }

  /** Returns the command with the least access to the host: a guest may take QEMU over. */
  private static Command command(
      VmSpec spec,
      Beginning beginning,
      List<String> argv,
      Path directory,
      Sockets sockets,
      Migration migration,
      Overlays overlays) {
    List<Path> reads = new ArrayList<>(List.of(spec.kernel(), spec.initrd()));
    List<Path> writes =
        new ArrayList<>(List.of(sockets.folder(), migration.folder(), overlays.folder()));
    spec.disks()
        .forEach(disk -> (disk.access() == Disk.Access.WRITTEN ? writes : reads).add(disk.image()));
    Path memory = beginning.memory();
    if (memory != null && beginning.kept()) {
      writes.add(memory);
    }
    Path gdb = spec.gdb();
    if (gdb != null) {
      writes.add(Objects.requireNonNull(gdb.getParent(), "a socket's directory"));
    }
    return Command.of(directory, argv.toArray(String[]::new))
        .reading(reads.toArray(Path[]::new))
        .writing(writes.toArray(Path[]::new))
        .withEnvironment(Map.of("TMPDIR", overlays.folder().toString()))
        .opening(spec.accelerator().devices());
  }

  /** Returns the bytes that the agent sends; ends with the machine. */
  public InputStream agentOutput() {
    return new ChannelInput(agent);
  }

  /** Sends bytes to the agent; waits until the channel has taken them. */
  public void sendToAgent(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      agent.write(buffer);
    }
  }

  /** Returns whether QEMU still runs. */
  public boolean alive() {
    return qemu.alive();
  }

  /** Returns whether QEMU was stopped by a signal, and so the guest with it. */
  public boolean stopped() {
    return qemu.stopped();
  }

  /** Returns the exit code, 128 + n for signal n, once QEMU has ended. */
  public Optional<Integer> exitCode() {
    return qemu.alive() ? Optional.empty() : qemu.await(Duration.ZERO);
  }

  /** Waits until QEMU ends by itself. */
  public void awaitEnd() {
    var unused = qemu.exit().handle((code, error) -> null).join();
  }

  /** Returns what QEMU itself printed, once it has ended; usually nothing. */
  public String qemuOutput() {
    return qemuOutput.isDone() ? qemuOutput.join() : "";
  }

  /**
   * Ends a machine by QMP when its trial is over.
   *
   * @return whether QEMU answered and ended within the limit
   */
  public boolean quit(Duration limit) {
    try {
      qmp.execute("quit", limit);
    } catch (IOException e) {
      // It may end before it answers; only the end counts.
    }
    return qemu.await(limit).isPresent();
  }

  /**
   * Stops the guest and writes the state of processors and devices to a file, and of memory that is
   * not a file of its own, but not the disks. The guest stays stopped.
   *
   * @throws IOException if QEMU cannot save it within the limit
   */
  public void save(Path file, Executor pumps, Duration limit) throws IOException {
    try {
      migration.save(qmp, mapped, file, pumps, limit);
    } catch (IOException e) {
      if (qemu.await(LAST_WORDS).isPresent()) {
        throw new IOException(e.getMessage() + ": " + lastWords(), e);
      }
      throw e;
    }
  }

  /** Kills QEMU if it still runs, and waits until all its output was delivered. */
  @Override
  public void close() {
    qemu.close();
    try {
      migration.close();
      agent.close();
      drained.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new InfraError("QEMU's channels did not close: " + e, e);
    }
  }

  private static SocketChannel channel(Map<String, SocketChannel> channels, String name) {
    SocketChannel channel = channels.get(name);
    if (channel == null) {
      throw new IllegalStateException("no channel " + name);
    }
    return channel;
  }

  private static void drain(SocketChannel console, VmListener to) {
    byte[] buffer = new byte[64 * 1024];
    try (InputStream bytes = new ChannelInput(console)) {
      for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
        to.console(buffer, n);
      }
    } catch (IOException e) {
      // The socket died with QEMU; everything that arrived was delivered.
    }
  }

  private String readQemuOutput() {
    try (InputStream output = qemu.output()) {
      String words = new String(output.readNBytes(MAX_QEMU_OUTPUT), StandardCharsets.UTF_8);
      output.transferTo(OutputStream.nullOutputStream());
      return words.strip();
    } catch (IOException e) {
      return ""; // the pipe died with QEMU
    }
  }
}
