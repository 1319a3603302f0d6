package dev.kverdict.trial;

import dev.kverdict.guest.AgentMessage;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;
import dev.kverdict.vm.Accelerator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends each request after the answer to the last, until something ends the trial. */
final class Conversation {

  /** The agent says something at least every second. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** How often the clock is looked at. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /**
   * A look that comes so late was kept from coming: the harness was stopped, or its host slept. A
   * busy host delays it by a fraction of a second. Shorter than every limit of a guest.
   */
  private static final Duration LATE = Duration.ofSeconds(3);

  private final Accelerator accelerator;
  private final List<AgentStep> steps;
  private final boolean counting;
  private final int first;
  private final int last;
  private final AgentChannel agent;
  private final Witnesses witnesses;
  private final Course course;
  private final LongSupplier clock;
  private final GuestClock guestClock = new GuestClock();
  private final long silence;

  private int sent;
  private long deadline;
  private long lastWord;
  private @Nullable ReportWait report;
  private boolean broken;
  private boolean over;

  /**
   * @param first number of steps the guest has already done: 0 if it boots
   * @param last number of the step whose answer ends the conversation
   * @param course records how far the guest gets, and how the trial ends
   * @param clock the time in ns, like {@link System#nanoTime}
   */
  Conversation(
      Preparation guest,
      Script script,
      int first,
      int last,
      AgentChannel agent,
      Witnesses witnesses,
      Course course,
      LongSupplier clock) {
    this.accelerator = guest.vm().accelerator();
    this.steps = script.requests();
    this.counting = !guest.probes().isEmpty();
    this.first = first;
    this.last = last;
    this.agent = agent;
    this.witnesses = witnesses;
    this.course = course;
    this.clock = clock;
    this.silence = accelerator.scale(SILENCE).toNanos();
  }

  /** Runs until the trial is over; the course then says how it ended. */
  void run() {
    sent = first;
    lastWord = clock.getAsLong();
    deadline = lastWord + accelerator.scale(Script.BOOT).toNanos();
    if (first > 0) {
      send(first + 1);
    }
    while (!over) {
      long looked = clock.getAsLong();
      long wait = Math.max(0, Math.min(until() - looked, LOOK.toNanos()));
      Signal signal = witnesses.next(wait);
      long late = clock.getAsLong() - looked - wait;
      if (late >= LATE.toNanos()) {
        stopped(late);
        return;
      }
      switch (signal.kind()) {
        case NONE -> nothing();
        case CRASH -> {
          course.stopped(clock.getAsLong());
          report = report == null ? new ReportWait(accelerator, clock.getAsLong()) : report;
        }
        case HARMLESS_CRASH -> {
          // A warning or a hang report: guest and trial go on.
        }
        case ENDED -> end(Ending.Kind.GUEST_STOPPED, "QEMU ended");
        case AGENT -> {
          lastWord = clock.getAsLong();
          clocked(signal.message());
          heard(signal.message());
          requireTrueClock(signal.message());
        }
      }
    }
  }

  /** Returns the time after which there is no point in waiting for a signal. */
  private long until() {
    ReportWait wait = report;
    if (wait != null) {
      return Math.min(deadline, wait.until(witnesses.reportFinished(), witnesses.reportSince()));
    }
    return speaking() ? Math.min(deadline, lastWord + silence) : deadline;
  }

  private boolean speaking() {
    return course.phase() != Phase.BOOT;
  }

  private boolean crashed() {
    return report != null;
  }

  /**
   * Ends a trial whose time was not the guest's. If QEMU was stopped with the harness, the guest's
   * clock went on without the guest: its own limits have passed, and its kernel may report hangs.
   */
  private void stopped(long nanos) {
    end(
        Ending.Kind.HOST_FAULT,
        "kverdict was stopped, or its host slept, for %d s".formatted(nanos / 1_000_000_000));
  }

  private void nothing() {
    long now = clock.getAsLong();
    if (witnesses.machineStopped()) {
      end(Ending.Kind.HOST_FAULT, "QEMU was stopped by a signal");
    } else if (now < until()) {
      return; // the console may have printed something meanwhile
    } else if (crashed()) {
      end(Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more");
    } else if (speaking() && now - lastWord >= silence) {
      end(
          Ending.Kind.AGENT_SILENT,
          "no heartbeat for " + silence / 1_000_000_000 + " s while QEMU ran on");
    } else {
      end(Ending.Kind.DEADLINE, "the deadline of phase " + course.phase() + " passed");
    }
  }

  private void requireTrueClock(AgentMessage message) {
    if (message instanceof AgentMessage.Heartbeat beat) {
      long times = guestClock.tooFast(beat.millis(), lastWord);
      if (times > 0 && !over) {
        end(
            Ending.Kind.HOST_FAULT,
            "the guest's clock runs %d times too fast, as it was set on a busy host"
                .formatted(times));
      }
    }
  }

  /** Measures how long the program runs. */
  private void clocked(AgentMessage message) {
    if (AgentStep.begins(message)) {
      course.began(lastWord);
    } else if (message.kind() == AgentMessage.Kind.EXIT) {
      course.stopped(lastWord);
    }
  }

  private void heard(AgentMessage message) {
    if (!AgentStep.answers(message, sent) || (crashed() && !counting)) {
      return;
    }
    if (AgentStep.stranger(message)) {
      end(Ending.Kind.HOST_FAULT, "another guest's state");
      return;
    }
    Optional<String> notReplaced = AgentStep.notReplaced(message);
    if (notReplaced.isPresent()) {
      end(Ending.Kind.HOST_FAULT, notReplaced.get());
      return;
    }
    course.answered();
    if (AgentStep.cleanUnmount(message)) {
      course.unmounted();
    }
    if (crashed()) {
      answeredAfterCrash();
    } else if (AgentStep.unending(message)) {
      // Sync and unmount would block on what that task holds.
      end(Ending.Kind.DEADLINE, "the program could not be ended");
    } else {
      answered(AgentStep.failedMount(message));
    }
  }

  /** Ends the trial of a crashed program, once the counts are read. */
  private void answeredAfterCrash() {
    int count = countingStep();
    if (sent == count) {
      end(Ending.Kind.GUEST_STOPPED, "a crash report; the counts were read");
    } else {
      sent = count;
      transmit();
    }
  }

  private void answered(boolean mountFailed) {
    if (mountFailed && preparing()) {
      end(Ending.Kind.GUEST_STOPPED, "a disk could not be mounted");
    } else if (sent == last) {
      end(Ending.Kind.QUIT_BY_HOST, preparing() ? "prepared" : "settled");
    } else {
      // Nothing can run without the disk; the agent's last answers say why.
      send(mountFailed ? steps.size() : sent + 1);
    }
  }

  private void end(Ending.Kind kind, String detail) {
    course.stopped(clock.getAsLong());
    course.end(kind, broken ? detail + "; the agent's channel broke" : detail);
    over = true;
  }

  /** Returns whether this conversation only prepares a guest. */
  private boolean preparing() {
    return steps.stream().allMatch(step -> step.phase() == Phase.PREPARE);
  }

  /** Sends a step and sets the deadline for its answer. */
  private void send(int number) {
    AgentStep step = steps.get(number - 1);
    course.reach(step.phase());
    sent = number;
    transmit();
    deadline = clock.getAsLong() + step.limit().toNanos();
  }

  private void transmit() {
    try {
      agent.send(steps.get(sent - 1).bytes());
    } catch (IOException e) {
      broken = true; // QEMU's end follows
    }
  }

  /** Returns the number of the step that reads the counts. */
  private int countingStep() {
    return steps.indexOf(steps.stream().filter(AgentStep::counts).findFirst().orElseThrow()) + 1;
  }
}
