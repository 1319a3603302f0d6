package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.LogOutputStream;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * Runs a short program to its end. Commons Exec reads its output and keeps the time; starting and
 * killing it is done here, because its cage must end with it.
 */
final class ShortProgram extends DefaultExecutor {

  private final Command command;
  private final Cage.Caged caged;

  @SuppressWarnings("deprecation") // the builder cannot create a subclass
  private ShortProgram(Command command, Cage.Caged caged) {
    this.command = command;
    this.caged = caged;
    setWorkingDirectory(command.directory().toFile());
    setExitValues(null); // no exit code throws an exception
  }

  /**
   * Runs it.
   *
   * @throws InfraError if it cannot be started, or its output is lost
   */
  static CommandResult run(Command command, Cage.Caged caged) {
    ShortProgram program = new ShortProgram(command, caged);
    OutputTail tail = new OutputTail();
    program.setStreamHandler(new PumpStreamHandler(new Bounded(new Lines(tail::add))));
    ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(command.timeout()).get();
    program.setWatchdog(watchdog);
    try {
      // launch() passes the arguments unparsed, so quotes in them survive.
      int code = program.execute(new CommandLine(caged.argv().get(0)), caged.env());
      return new CommandResult(command, code, watchdog.killedProcess(), tail.lines());
    } catch (ExecuteException e) {
      return new CommandResult(command, e.getExitValue(), watchdog.killedProcess(), tail.lines());
    } catch (IOException e) {
      throw new InfraError("cannot run " + command.argv().get(0) + ": " + e.getMessage(), e);
    }
  }

  @Override
  protected Process launch(CommandLine line, Map<String, String> env, File directory) {
    return launch(line, env, directory.toPath());
  }

  @Override
  protected Process launch(CommandLine line, Map<String, String> env, Path directory) {
    Process process = ProgramStarter.instance().start(caged.argv(), env, command);
    return new Tied(process, HostProgram.alone(process, caged.kind()));
  }

  /** A process whose destroy() kills it with everything it started. */
  private static final class Tied extends Process {
    private final Process process;
    private final HostProgram program;

    Tied(Process process, HostProgram program) {
      this.process = process;
      this.program = program;
    }

    @Override
    public OutputStream getOutputStream() {
      return process.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return process.getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return process.getErrorStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public int exitValue() {
      return process.exitValue();
    }

    @Override
    public void destroy() {
      program.end();
    }
  }

  /** Truncates each line, because LogOutputStream buffers whole lines. */
  private static final class Bounded extends OutputStream {
    private final OutputStream lines;
    private int length;

    Bounded(OutputStream lines) {
      this.lines = lines;
    }

    @Override
    public void write(int b) throws IOException {
      length = b == '\n' || b == '\r' ? 0 : length + 1;
      if (length <= OutputLines.MOST) {
        lines.write(b);
      } else {
        length = OutputLines.MOST + 1;
      }
    }

    @Override
    public void flush() throws IOException {
      lines.flush();
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private static final class Lines extends LogOutputStream {
    private final Consumer<String> sink;

    Lines(Consumer<String> sink) {
      super(0, StandardCharsets.UTF_8);
      this.sink = sink;
    }

    @Override
    protected void processLine(String line, int level) {
      sink.accept(line);
    }
  }
}
