package dev.kverdict.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.campaign.DeadLane;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.host.RunningProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where QEMU connects to; QEMU itself is played by this test. */
class SocketsTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private Path folder;

  /** A program that only lives and ends. */
  private static final class Played implements RunningProgram {
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    @Override
    public long pid() {
      return 1;
    }

    @Override
    public boolean alive() {
      return !exit.isDone();
    }

    @Override
    public InputStream output() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream input() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public CompletableFuture<Integer> exit() {
      return exit;
    }

    @Override
    public Optional<Integer> await(Duration time) {
      return Optional.ofNullable(exit.getNow(null));
    }

    @Override
    public void close() {}
  }

  private static SocketChannel connect(Sockets sockets, String name) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(sockets.folder().resolve(name)));
  }

  @Test
  void eachSocketIsTheOneOfItsName() throws IOException {
    Path place;
    try (Sockets sockets = new Sockets("qmp", "agent")) {
      place = sockets.folder();
      assertThat(place.resolve("qmp").toString()).hasSizeLessThan(100);
      try (SocketChannel agent = connect(sockets, "agent");
          SocketChannel qmp = connect(sockets, "qmp")) {
        Map<String, SocketChannel> connected = sockets.accept(new Played(), LIMIT);
        assertThat(connected).containsOnlyKeys("qmp", "agent");
        assertThat(agent.write(ByteBuffer.wrap(new byte[] {7}))).isEqualTo(1);
        assertThat(qmp.write(ByteBuffer.wrap(new byte[] {8}))).isEqualTo(1);
        ByteBuffer read = ByteBuffer.allocate(1);
        assertThat(connected.get("agent").read(read)).isEqualTo(1);
        assertThat(read.get(0)).isEqualTo((byte) 7);
      }
    }
    assertThat(place).doesNotExist();
  }

  @Test
  void aProgramThatEndsIsNotWaitedFor() throws IOException {
    Played qemu = new Played();
    try (Sockets sockets = new Sockets("qmp", "agent")) {
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(() -> sockets.accept(qemu, Duration.ofHours(1)))
                      .isInstanceOf(InfraError.class)
                      .hasMessage("QEMU ended at its start"));
      qemu.exit.complete(1);
      assertThat(waiting.join()).isNull();
    }
  }

  @Test
  void aProgramThatDoesNotConnectIsNotWaitedForForEver() throws IOException {
    try (Sockets sockets = new Sockets("qmp")) {
      assertThatThrownBy(() -> sockets.accept(new Played(), Duration.ZERO))
          .isInstanceOf(InfraError.class)
          .hasMessage("QEMU did not open its channels");
    }
  }

  @Test
  void overlaysAreGoneWithWhatIsInThem() throws IOException {
    Path place;
    try (Overlays overlays = new Overlays(folder)) {
      place = overlays.folder();
      assertThat(place).isEmptyDirectory().hasParent(folder);
      Files.writeString(place.resolve("vl.abc"), "");
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static Lane saying(int code, String... lines) {
    return new Lane() {
      private final Lane dead = new DeadLane();

      @Override
      public String name() {
        return "saying";
      }

      @Override
      public CommandResult run(Command command) {
        assertThat(command.argv()).containsExactly(QemuCommandLine.PROGRAM, "--version");
        return new CommandResult(command, code, false, List.of(lines));
      }

      @Override
      public CommandResult build(Command command, Path lock, Consumer<String> each) {
        return dead.build(command, lock, each);
      }

      @Override
      public RunningProgram start(Command command) {
        return dead.start(command);
      }

      @Override
      public RunningProgram converse(Command command) {
        return dead.converse(command);
      }
    };
  }

  @Test
  void aVersionIsTheFirstLineThatQemuPrints() {
    assertThat(QemuVersion.of(saying(0, "QEMU emulator version 7.2", "Copyright")))
        .isEqualTo("QEMU emulator version 7.2");
    assertThatThrownBy(() -> QemuVersion.of(saying(127, "not found")))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("cannot read QEMU's version")
        .hasMessageContaining("not found");
  }
}
