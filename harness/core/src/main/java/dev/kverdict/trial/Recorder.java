package dev.kverdict.trial;

import dev.kverdict.InfraError;
import dev.kverdict.guest.AgentMessage;
import dev.kverdict.guest.AgentMessages;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashType;
import dev.kverdict.oops.OopsListener;
import dev.kverdict.oops.OopsReader;
import dev.kverdict.vm.QmpEvent;
import dev.kverdict.vm.Vm;
import dev.kverdict.vm.VmListener;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records what every witness reports, and signals it to the trial. A guest that floods its console
 * is read to the end but recorded only up to a limit, which counts as an anomaly.
 */
final class Recorder implements VmListener, Witnesses, AutoCloseable {

  /** Far more than any healthy or dying guest prints; a flood must not fill the host's disk. */
  static final long MAX_CONSOLE = 256L << 20;

  private static final int MAX_QUEUE = 100_000;

  /** Time to empty the sockets' buffers after QEMU has ended. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>(MAX_QUEUE);
  private final OutputStream console;
  private final OutputStream agent;
  private final OutputStream qmp;
  private final OopsReader oops;
  private final TrialListener listener;
  private final List<String> guestEvents = new ArrayList<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private CompletableFuture<Void> allRead = CompletableFuture.completedFuture(null);
  private BooleanSupplier machineStopped = () -> false;
  private long consoleBytes;
  private boolean noSpace;
  private volatile boolean flooded;
  private volatile boolean crashed;
  private volatile boolean reportFinished = true;
  private volatile long lastByte = System.nanoTime();
  private volatile @Nullable Long wholeSince;
  private @Nullable String failure;

  Recorder(Path directory, TrialListener listener) throws IOException {
    this.listener = listener;
    this.console = open(directory.resolve(EvidenceFiles.CONSOLE));
    this.agent = open(directory.resolve(EvidenceFiles.AGENT));
    this.qmp = open(directory.resolve(EvidenceFiles.QMP));
    this.oops =
        new OopsReader(
            new OopsListener() {
              @Override
              public void crashBegan(String header, CrashType type, long offset) {
                crashed = true;
                listener.at(TrialStep.REPORT_BEGAN);
                add(type.stops() ? Signal.Kind.CRASH : Signal.Kind.HARMLESS_CRASH);
              }

              @Override
              public void reportEnded(CrashReport report) {
                listener.at(TrialStep.REPORT_ENDED);
                // Judged later, from the file. A stall is reported repeatedly.
                if (wholeSince == null && report.type().stops()) {
                  wholeSince = System.nanoTime();
                }
              }
            });
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** Listens to a machine until it ends. */
  void follow(Vm vm, Executor pumps) {
    machineStopped = vm::stopped;
    follow(vm.agentOutput(), pumps);
  }

  /** Reads the agent's messages until the channel ends. */
  private void follow(InputStream channel, Executor pumps) {
    CompletableFuture<Void> agentRead = CompletableFuture.runAsync(() -> readAgent(channel), pumps);
    allRead =
        CompletableFuture.allOf(agentRead, ended)
            .whenComplete((done, error) -> add(Signal.Kind.ENDED));
  }

  @Override
  public Signal next(long nanos) {
    try {
      Signal signal = signals.poll(nanos, TimeUnit.NANOSECONDS);
      return signal == null ? Signal.NOTHING : signal;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfraError("the trial was interrupted", e);
    }
  }

  /** Flushes the records so that others can read them. */
  void flush() throws IOException {
    console.flush();
    agent.flush();
    synchronized (this) {
      qmp.flush();
    }
  }

  /** Returns whether the console has shown any report. */
  boolean crashed() {
    return crashed;
  }

  @Override
  public boolean machineStopped() {
    return machineStopped.getAsBoolean();
  }

  @Override
  public boolean reportFinished() {
    return reportFinished || wholeSince != null;
  }

  @Override
  public long reportSince() {
    Long whole = wholeSince;
    return whole == null ? lastByte : whole;
  }

  synchronized List<String> guestEvents() {
    return List.copyOf(guestEvents);
  }

  synchronized boolean noSpace() {
    return noSpace;
  }

  synchronized Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void console(byte[] buffer, int length) {
    try {
      long room = MAX_CONSOLE - consoleBytes;
      console.write(buffer, 0, (int) Math.max(0, Math.min(room, length)));
      consoleBytes += length;
      oops.accept(buffer, 0, length);
      reportFinished = !oops.unfinished();
      lastByte = System.nanoTime();
      listener.console(buffer, length);
    } catch (IOException e) {
      fail("cannot write the console: " + e.getMessage());
    }
  }

  @Override
  public synchronized void qmpLine(String line) {
    try {
      qmp.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      fail("cannot write the QMP traffic: " + e.getMessage());
    }
  }

  @Override
  public synchronized void qmpEvent(QmpEvent event) {
    if (event.byGuest()) {
      guestEvents.add(event.label());
    }
    noSpace |= event.data().path("nospace").asBoolean(false);
  }

  @Override
  public void ended() {
    ended.complete(null);
  }

  private void readAgent(InputStream channel) {
    try (InputStream in = new Tee(new BufferedInputStream(channel), agent)) {
      AgentMessages messages = new AgentMessages(in);
      for (Optional<AgentMessage> m = messages.next(); m.isPresent(); m = messages.next()) {
        listener.heard(m.get());
        if (!signals.offer(new Signal(Signal.Kind.AGENT, m.get()))) {
          flooded = true;
        }
      }
    } catch (IOException e) {
      // The channel broke with QEMU, whose end is handled elsewhere.
    }
  }

  private void add(Signal.Kind kind) {
    signals.offer(new Signal(kind, null));
  }

  /** Waits for the readers before the files are closed, but not for ever. */
  private void awaitReaders() {
    try {
      allRead.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("the trial was interrupted");
    } catch (ExecutionException | TimeoutException e) {
      fail("the channels of QEMU were not read to their end");
    }
  }

  private synchronized void fail(String what) {
    if (failure == null) {
      failure = what;
    }
  }

  @Override
  public void close() throws IOException {
    awaitReaders();
    oops.end();
    console.close();
    agent.close();
    synchronized (this) {
      if (consoleBytes > MAX_CONSOLE) {
        qmp.write(
            EvidenceReader.anomaly("CONSOLE_TRUNCATED after " + MAX_CONSOLE + " bytes")
                .getBytes(StandardCharsets.UTF_8));
      }
      if (flooded) {
        qmp.write(
            EvidenceReader.anomaly("AGENT_FLOOD, messages were dropped")
                .getBytes(StandardCharsets.UTF_8));
      }
      qmp.close();
    }
  }

  /** Copies to a file what is read. */
  private static final class Tee extends FilterInputStream {
    private final OutputStream copy;

    Tee(InputStream in, OutputStream copy) {
      super(in);
      this.copy = copy;
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      if (c >= 0) {
        copy.write(c);
      }
      return c;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int count = super.read(into, from, length);
      if (count > 0) {
        copy.write(into, from, count);
      }
      return count;
    }
  }
}
