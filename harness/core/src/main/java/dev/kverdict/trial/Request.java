package dev.kverdict.trial;

import dev.kverdict.guest.AgentMessage;
import dev.kverdict.guest.AgentRequest;
import dev.kverdict.matrix.ImageDef;
import dev.kverdict.record.Phase;
import dev.kverdict.vm.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** One thing asked of the agent, and the phase that begins with it. */
final class Request {

  /** Meant for KVM, as all of these are; scaled to the accelerator. */
  static final Duration BOOT = Duration.ofSeconds(20);

  private static final Duration PREPARE = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofSeconds(10);

  /** What the host grants beyond the agent's own limits, which come first on a living guest. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private final Phase phase;
  private final byte[] bytes;
  private final boolean counts;

  private Request(Phase phase, byte[] bytes, boolean counts) {
    this.phase = phase;
    this.bytes = bytes;
    this.counts = counts;
  }

  Phase phase() {
    return phase;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Whether it reads the counts of the probes. */
  boolean counts() {
    return counts;
  }

  /** Everything a trial asks for, in its order; a request's number is its place, from 1. */
  static List<Request> all(TrialSpec spec) throws IOException {
    Accelerator accelerator = spec.vm().accelerator();
    Duration prepare = accelerator.scale(PREPARE);
    Duration limit = accelerator.scale(spec.def().timeout());
    List<Request> requests = new ArrayList<>();
    // The kernel's own detectors speak before the agent's limit ends the program.
    Duration hung = Duration.ofSeconds(Math.max(1, limit.toSeconds() / 3));
    LongFunction<byte[]> configure =
        id -> AgentRequest.configure(id, HEARTBEAT, hung, accelerator.scale(Duration.ofSeconds(5)));
    add(requests, Phase.PREPARE, configure);
    if (!spec.probes().isEmpty()) {
      add(requests, Phase.PREPARE, AgentRequest::survive);
    }
    for (String module : spec.modules()) {
      add(requests, Phase.PREPARE, id -> AgentRequest.module(id, prepare, module));
    }
    for (Probe probe : spec.probes()) {
      add(requests, Phase.PREPARE, id -> AgentRequest.probe(id, probe.name(), probe.where()));
    }
    ImageDef image = spec.image();
    if (image != null && image.mount() != null) {
      ImageDef.Mount mount = image.mount();
      add(requests, Phase.PREPARE, id -> AgentRequest.mount(id, prepare, image.serial(), mount));
    }
    add(requests, Phase.PREPARE, AgentRequest::taint);
    byte[] program = Files.readAllBytes(spec.program());
    add(
        requests,
        Phase.RUN,
        id -> AgentRequest.run(id, program, limit, spec.seed(), spec.def().args()));
    if (!spec.probes().isEmpty()) {
      byte[] count = AgentRequest.count(requests.size() + 1L);
      requests.add(new Request(Phase.RUN, count, true));
    }
    if (image != null && image.mount() != null) {
      add(requests, Phase.SETTLE, id -> AgentRequest.reread(id, accelerator.scale(SETTLE)));
    }
    add(requests, Phase.SETTLE, id -> AgentRequest.settle(id, accelerator.scale(SETTLE)));
    return requests;
  }

  private static void add(List<Request> requests, Phase phase, LongFunction<byte[]> made) {
    requests.add(new Request(phase, made.apply(requests.size() + 1L), false));
  }

  /** How long the host waits for an answer in a phase. */
  static Duration limit(TrialSpec spec, Phase phase) {
    Duration base =
        switch (phase) {
          case BOOT -> BOOT;
          case PREPARE -> PREPARE;
          case RUN -> spec.def().timeout();
          // Two readings and two mounts, or sync and unmount: each has the agent's limit.
          case SETTLE -> SETTLE.multipliedBy(4);
        };
    return spec.vm().accelerator().scale(base.plus(MARGIN));
  }

  /** Whether a message is the one that the request with this number waits for. */
  static boolean answers(AgentMessage message, int sent) {
    return switch (message.kind()) {
      case HELLO -> sent == 0;
      case ANSWER -> {
        AgentMessage.Answer answer = (AgentMessage.Answer) message;
        yield answer.id() == sent && !answer.type().equals("started");
      }
      case MOUNT -> ((AgentMessage.Mount) message).id() == sent;
      case TAINT -> ((AgentMessage.Taint) message).id() == sent;
      case EXIT -> ((AgentMessage.Exit) message).id() == sent;
      case SETTLED -> ((AgentMessage.Settled) message).id() == sent;
      case REREAD -> ((AgentMessage.Reread) message).id() == sent;
      case HEARTBEAT, HITS, MARK, DIFFERS, MODULE, OUTPUT, STUCK, FAULT -> false;
    };
  }

  /** Whether the program could not be ended. */
  static boolean unending(AgentMessage message) {
    return message.kind() == AgentMessage.Kind.EXIT && !((AgentMessage.Exit) message).gone();
  }

  /** Whether the image could not be mounted. */
  static boolean failedMount(AgentMessage message) {
    return message.kind() == AgentMessage.Kind.MOUNT && !((AgentMessage.Mount) message).ok();
  }
}
