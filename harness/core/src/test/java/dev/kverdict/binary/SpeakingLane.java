package dev.kverdict.binary;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.host.RunningProgram;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A host on which programs print what a test says, one after the other, and end well. */
final class SpeakingLane implements Lane {

  private final Deque<byte[]> outputs;

  SpeakingLane(byte[]... outputs) {
    this.outputs = new ArrayDeque<>(List.of(outputs));
  }

  @Override
  public String name() {
    return "speaking";
  }

  @Override
  public CommandResult run(Command command) {
    throw new InfraError("nothing runs");
  }

  @Override
  public CommandResult build(Command command, Path lock, Consumer<String> lines) {
    throw new InfraError("nothing is built");
  }

  @Override
  public RunningProgram start(Command command) {
    return new Spoken(new ByteArrayInputStream(outputs.remove()));
  }

  @Override
  public RunningProgram converse(Command command) {
    return start(command);
  }

  /** A program that has printed all that it prints. */
  private record Spoken(InputStream output) implements RunningProgram {

    @Override
    public long pid() {
      return 0;
    }

    @Override
    public boolean alive() {
      return false;
    }

    @Override
    public OutputStream input() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public CompletableFuture<Integer> exit() {
      return CompletableFuture.completedFuture(0);
    }

    @Override
    public Optional<Integer> await(Duration time) {
      return Optional.of(0);
    }

    @Override
    public void close() {
      // It has ended.
    }
  }
}
