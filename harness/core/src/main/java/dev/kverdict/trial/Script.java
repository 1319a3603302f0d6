package dev.kverdict.trial;

import dev.kverdict.guest.AgentRequest;
import dev.kverdict.model.ImageDef;
import dev.kverdict.record.Phase;
import dev.kverdict.record.TrialId;
import dev.kverdict.vm.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All requests to the agent in order; a request's number is its place, from 1. The first ones do
 * not depend on the program, so a snapshot taken after them serves all programs.
 */
final class Script {

  /** Like all limits here meant for KVM, and scaled to the accelerator. */
  static final Duration BOOT = Duration.ofSeconds(20);

  private static final Duration PREPARE = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofSeconds(10);

  /** Time that the host adds to the agent's own limits. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration WATCHDOG = Duration.ofSeconds(5);

  private final Accelerator accelerator;
  private final List<AgentStep> requests = new ArrayList<>();
  private int beforeModules;
  private int beforeMount;
  private int afterMount;

  private Script(Accelerator accelerator) {
    this.accelerator = accelerator;
  }

  /**
   * Creates the requests that precede any program.
   *
   * @param machine the name of the snapshot to take or restore; null for none
   */
  static Script preparing(Preparation guest, @Nullable String machine) {
    Script script = new Script(guest.vm().accelerator());
    script.boot(machine);
    script.prepare(guest);
    return script;
  }

  /**
   * Creates the requests that precede any program, for a guest that goes its own way after a boot
   * that it shares.
   *
   * @param machine the name of the snapshot to take
   * @throws IOException if one of its modules cannot be read
   */
  static Script parting(Preparation guest, String boot, String machine) throws IOException {
    Script script = new Script(guest.vm().accelerator());
    script.boot(boot);
    script.prepare(id -> AgentRequest.rename(id, boot, machine));
    script.replace(guest);
    script.prepare(guest);
    return script;
  }

  /** Creates the requests of a whole trial. */
  static Script of(TrialSpec spec) throws IOException {
    SavedMachine from = spec.from();
    Script script = new Script(spec.guest().vm().accelerator());
    script.boot(from == null ? null : from.name());
    if (from != null && from.stage() == Stage.BEFORE_MODULES) {
      script.identify(from.name());
      script.replace(spec.guest());
    }
    script.prepare(spec.guest());
    if (from != null && from.stage() != Stage.BEFORE_MODULES) {
      script.identify(from.name());
    }
    script.run(spec);
    return script;
  }

  List<AgentStep> requests() {
    return requests;
  }

  /** Returns how many requests precede the end of this stage. */
  int before(Stage stage) {
    return switch (stage) {
      case BEFORE_MODULES -> beforeModules;
      case BEFORE_MOUNT -> beforeMount;
      case AFTER_MOUNT -> afterMount;
    };
  }

  /** Names the guest, or checks that the restored guest is the saved one, not another. */
  private void identify(String machine) {
    prepare(id -> AgentRequest.identify(id, machine));
  }

  /** The requests that depend on no module. */
  private void boot(@Nullable String machine) {
    if (machine != null) {
      identify(machine);
    }
    Duration limit = accelerator.scale(PREPARE);
    Duration watchdog = accelerator.scale(WATCHDOG);
    prepare(id -> AgentRequest.configure(id, HEARTBEAT, limit, watchdog));
    beforeModules = requests.size();
  }

  /** Makes the guest that booted with another one's modules this guest. */
  private void replace(Preparation guest) throws IOException {
    SharedBoot shared = Objects.requireNonNull(guest.shared(), "a shared boot");
    for (Map.Entry<String, Path> module : new TreeMap<>(shared.modules()).entrySet()) {
      byte[] bytes = Files.readAllBytes(module.getValue());
      prepare(id -> AgentRequest.replace(id, module.getKey(), bytes));
    }
  }

  private void prepare(Preparation guest) {
    Duration limit = accelerator.scale(PREPARE);
    if (!guest.probes().isEmpty()) {
      prepare(AgentRequest::survive);
    }
    for (String module : guest.modules()) {
      prepare(id -> AgentRequest.module(id, limit, module));
    }
    for (Probe probe : guest.probes()) {
      prepare(id -> AgentRequest.probe(id, probe.name(), probe.where()));
    }
    String userland = guest.userland();
    if (userland != null) {
      prepare(id -> AgentRequest.userland(id, limit, userland));
    }
    beforeMount = requests.size();
    ImageDef image = guest.mounted().orElse(null);
    if (image != null && image.mount() != null) {
      ImageDef.Mount mount = image.mount();
      prepare(id -> AgentRequest.mount(id, limit, image.serial(), mount));
    }
    afterMount = requests.size();
  }

  private void run(TrialSpec spec) throws IOException {
    Duration most = accelerator.scale(spec.def().timeout());
    Duration exposure = spec.exposure();
    Duration limit = exposure == null || exposure.compareTo(most) > 0 ? most : exposure;
    Duration settle = accelerator.scale(SETTLE);
    // The kernel's own detectors report before the agent's limit ends the program.
    Duration hung = Duration.ofSeconds(Math.max(1, limit.toSeconds() / 3));
    prepare(id -> AgentRequest.reseed(id, spec.seed()));
    prepare(id -> AgentRequest.configure(id, HEARTBEAT, hung, accelerator.scale(WATCHDOG)));
    prepare(AgentRequest::taint);
    if (spec.id().series().equals(TrialId.WATCHED)) {
      prepare(AgentRequest::watch);
    }
    byte[] program = Files.readAllBytes(spec.program());
    Duration running = spec.def().timeout().plus(MARGIN);
    add(
        Phase.RUN,
        running,
        id ->
            AgentRequest.run(
                id,
                program,
                limit,
                spec.def().endless(),
                spec.def().running().sandbox(),
                spec.seed(),
                spec.def().running().args()));
    if (!spec.guest().probes().isEmpty()) {
      byte[] count = AgentRequest.count(requests.size() + 1L);
      requests.add(new AgentStep(Phase.RUN, count, accelerator.scale(running), true));
    }
    // Two readings and two mounts, or sync and unmount, each within the agent's limit.
    Duration settling = SETTLE.multipliedBy(4).plus(MARGIN);
    if (spec.guest().mounted().isPresent()) {
      add(Phase.SETTLE, settling, id -> AgentRequest.reread(id, settle));
    }
    add(Phase.SETTLE, settling, id -> AgentRequest.settle(id, settle));
  }

  private void prepare(LongFunction<byte[]> made) {
    add(Phase.PREPARE, PREPARE.plus(MARGIN), made);
  }

  private void add(Phase phase, Duration limit, LongFunction<byte[]> made) {
    byte[] bytes = made.apply(requests.size() + 1L);
    requests.add(new AgentStep(phase, bytes, accelerator.scale(limit), false));
  }
}
