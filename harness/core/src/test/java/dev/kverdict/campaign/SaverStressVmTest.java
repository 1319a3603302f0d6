package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.InfraError;
import dev.kverdict.guest.AgentRequest;
import dev.kverdict.guest.StaticCompiler;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Sandbox;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.OopsReader;
import dev.kverdict.pool.Threads;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.Beginning;
import dev.kverdict.vm.QmpEvent;
import dev.kverdict.vm.Vm;
import dev.kverdict.vm.VmListener;
import dev.kverdict.vm.VmSpec;
import dev.kverdict.yaml.MatrixReader;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guests that are saved while all their timers are busy, and restored once: each has to go on.
 * {@code -Dsaved=300} has so many of them saved; without it a few.
 */
@Tag("vm")
class SaverStressVmTest {

  private static final int MACHINES = Integer.getInteger("saved", 6);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Matrix MATRIX = MatrixReader.read(Path.of("src/test/e2e/timers.yaml"));

  @TempDir Path folder;

  /** What the console of one guest said. */
  private static final class Console implements VmListener {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Override
    public synchronized void console(byte[] buffer, int length) {
      said.write(buffer, 0, length);
    }

    @Override
    public void qmpLine(String line) {}

    @Override
    public void qmpEvent(QmpEvent event) {}

    @Override
    public void ended() {}

    synchronized byte[] bytes() {
      return said.toByteArray();
    }
  }

  private VmSpec guest;
  private byte[] program;
  private Environment system;
  private ExecutorService pumps;
  private final AtomicInteger hostFaults = new AtomicInteger();

  /** The next message of a type; a guest that says something else first is of no use. */
  private JsonNode await(BufferedReader agent, String type)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    return pumps.submit(() -> read(agent, type)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static JsonNode read(BufferedReader agent, String type) throws IOException {
    for (String line = agent.readLine(); line != null; line = agent.readLine()) {
      JsonNode message = JSON.readTree(line);
      String said = message.path("type").asText();
      if (said.equals(type)) {
        return message;
      }
      if (said.equals("exit")) {
        throw new IOException("the program ended before the guest was saved: " + line);
      }
    }
    throw new IOException("the guest ended without " + type);
  }

  private static BufferedReader agent(Vm vm) {
    return new BufferedReader(new InputStreamReader(vm.agentOutput(), StandardCharsets.UTF_8));
  }

  /** The words of a host that has no room for another thread, which says nothing of a snapshot. */
  private static final String NO_ROOM = "Resource temporarily unavailable";

  private static final int ATTEMPTS = 3;

  /** Tries again only when the host had no room; each such time is counted. */
  private String tried(int number)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    for (int attempt = 1; ; attempt++) {
      try {
        return saveAndRestore(number);
      } catch (InfraError | IOException e) {
        if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains(NO_ROOM)) {
          throw e;
        }
        hostFaults.incrementAndGet();
        AtomicFiles.delete(folder.resolve("machine-" + number));
      }
    }
  }

  /** Saves one in the middle of its work and lets it go on; says what went wrong, or nothing. */
  private String saveAndRestore(int number)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Path place = Files.createDirectory(folder.resolve("machine-" + number));
    Path state = place.resolve("state");
    Path memory = place.resolve("memory");
    try (Vm vm =
        Vm.start(
            guest,
            Beginning.bootInto(Files.createFile(memory)),
            place,
            system.lane(),
            pumps,
            new Console())) {
      BufferedReader agent = agent(vm);
      await(agent, "hello");
      ReproducerDef timers = MATRIX.reproducers().get("timers");
      Duration limit = Accelerator.TCG.scale(timers.timeout());
      vm.sendToAgent(AgentRequest.configure(1, Duration.ofMillis(20), limit, limit));
      await(agent, "configured");
      vm.sendToAgent(
          AgentRequest.run(
              2, program, limit, false, Sandbox.NONE, number, timers.running().args()));
      await(agent, "started");
      for (int beat = 0; beat < 3 + number % 12; beat++) {
        await(agent, "heartbeat");
      }
      vm.save(state, pumps, LIMIT);
      vm.quit(LIMIT);
    }
    Console console = new Console();
    String wrong;
    try (Vm vm =
        Vm.start(guest, Beginning.resume(state, memory), place, system.lane(), pumps, console)) {
      JsonNode exit = await(agent(vm), "exit");
      wrong = exit.path("code").asInt() == 0 ? "" : "exit " + exit;
    } catch (ExecutionException | TimeoutException e) {
      wrong = "it did not go on: " + e;
    }
    AtomicFiles.delete(place);
    List<CrashReport> crashes = OopsReader.readAll(new ByteArrayInputStream(console.bytes()));
    return wrong.isEmpty() && crashes.isEmpty() ? "" : wrong + " " + crashes;
  }

  @Test
  void eachSavedGuestGoesOn() throws IOException, InterruptedException, ExecutionException {
    system = Environment.ofSystem();
    ReproducerDef timers = MATRIX.reproducers().get("timers");
    KernelDef def = MATRIX.kernels().get("debian-6.1-stock");
    CampaignOptions options = CampaignOptions.of(MATRIX).writingTo(folder);
    List<String> bad = new ArrayList<>();
    try (Threads threads = new Threads(2);
        CampaignResources resources =
            new CampaignResources(
                system,
                MATRIX,
                List.of(timers),
                options,
                RunFolder.create(folder, "timers"),
                threads,
                event -> {})) {
      KernelArtefact kernel = resources.kernel(def, timers).built(null).artefact().orElseThrow();
      guest = resources.pool().guests().vm(new Cell(def, null, timers), kernel, Accelerator.TCG);
      program = Files.readAllBytes(StaticCompiler.binary(resources.materials().program(timers)));
      pumps = Executors.newCachedThreadPool();
      ExecutorService two = Executors.newFixedThreadPool(2);
      List<Callable<String>> work = new ArrayList<>();
      for (int number = 1; number <= MACHINES; number++) {
        int which = number;
        work.add(() -> tried(which));
      }
      for (Future<String> each : two.invokeAll(work)) {
        if (!each.get().isEmpty()) {
          bad.add(each.get());
        }
      }
      two.shutdown();
      pumps.shutdown();
    }
    System.out.printf(
        "%d machines saved while their timers were busy, each restored once: %d bad; %d faults of the"
            + " host%n",
        MACHINES, bad.size(), hostFaults.get());
    bad.forEach(
        text -> System.out.println("    " + text.substring(0, Math.min(300, text.length()))));
    assertThat(bad).isEmpty();
  }
}
