package dev.kverdict.trial;

import dev.kverdict.guest.AgentMessage;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.Vm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends each request when the one before it was answered, until something ends that. */
final class Conversation {

  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final Accelerator accelerator;
  private final List<Request> requests;
  private final boolean counting;
  private final int first;
  private final int last;

  /**
   * @param first how many requests the guest has behind it: 0 for one that boots
   * @param last the number of the request with whose answer all is said
   */
  Conversation(Preparation guest, Script script, int first, int last) {
    this.accelerator = guest.vm().accelerator();
    this.requests = script.requests();
    this.counting = !guest.probes().isEmpty();
    this.first = first;
    this.last = last;
  }

  /** Holds it to its end, which is then known to the course. */
  void hold(Vm vm, Recorder recorder, Course course) {
    long silence = accelerator.scale(SILENCE).toNanos();
    long deadline = System.nanoTime() + accelerator.scale(Script.BOOT).toNanos();
    long lastWord = System.nanoTime();
    int sent = first;
    boolean crashed = false;
    ReportWait report = null;
    if (first > 0) {
      deadline = send(++sent, vm, course);
    }
    while (true) {
      long now = System.nanoTime();
      boolean speaking = course.phase() != Phase.BOOT;
      long until = speaking ? Math.min(deadline, lastWord + silence) : deadline;
      if (report != null) {
        until = waitsUntil(report, recorder, deadline);
      }
      Signal signal = recorder.next(Math.max(0, until - now), TimeUnit.NANOSECONDS);
      switch (signal.kind()) {
        case NONE -> {
          boolean silent = speaking && System.nanoTime() - lastWord >= silence;
          if (report != null && System.nanoTime() < waitsUntil(report, recorder, deadline)) {
            continue; // the console went on meanwhile
          }
          if (crashed) {
            course.end(Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more");
          } else if (silent) {
            course.end(
                Ending.Kind.AGENT_SILENT,
                "no heartbeat for " + silence / 1_000_000_000 + " s while QEMU ran on");
          } else {
            course.end(Ending.Kind.DEADLINE, "the deadline of phase " + course.phase() + " passed");
          }
          return;
        }
        case CRASH -> {
          crashed = true;
          if (report == null) {
            report = new ReportWait(accelerator, now);
          }
        }
        case HARMLESS_CRASH -> {
          // A warning or a hang report: the guest goes on, and so do we.
        }
        case ENDED -> {
          course.end(Ending.Kind.GUEST_STOPPED, "QEMU ended");
          return;
        }
        case AGENT -> {
          lastWord = System.nanoTime();
          AgentMessage message = signal.message();
          if (!Request.answers(message, sent) || (crashed && !counting)) {
            continue;
          }
          if (Request.stranger(message)) {
            course.end(Ending.Kind.HOST_FAULT, "another guest's state");
            return;
          }
          course.answered();
          if (Request.unmounted(message)) {
            course.unmounted();
          }
          if (crashed) {
            if (sent == countingRequest()) {
              course.end(Ending.Kind.GUEST_STOPPED, "a crash report; the counts were read");
              return;
            }
            sent = countingRequest() - 1;
          } else if (Request.unending(message)) {
            // Sync and unmount would wait for what that task holds.
            course.end(Ending.Kind.DEADLINE, "the program could not be ended");
            return;
          }
          boolean unmounted = !crashed && Request.failedMount(message);
          if (unmounted && preparing()) {
            course.end(Ending.Kind.GUEST_STOPPED, "the image could not be mounted");
            return;
          }
          if (sent == last) {
            course.end(Ending.Kind.QUIT_BY_HOST, preparing() ? "prepared" : "settled");
            return;
          }
          if (unmounted) { // nothing can run; what the agent said tells why
            sent = requests.size() - 1;
          }
          sent++;
          if (crashed) { // it ended where it crashed, and only the counts are still read
            transmit(sent, vm, course);
          } else {
            deadline = send(sent, vm, course);
          }
        }
      }
    }
  }

  /** Whether no program follows. */
  private boolean preparing() {
    return requests.stream().allMatch(request -> request.phase() == Phase.PREPARE);
  }

  /** Sends a request and returns when its answer is due, as {@link System#nanoTime}. */
  private long send(int number, Vm vm, Course course) {
    Request request = requests.get(number - 1);
    course.reach(request.phase());
    transmit(number, vm, course);
    return System.nanoTime() + request.limit().toNanos();
  }

  private void transmit(int number, Vm vm, Course course) {
    try {
      vm.sendToAgent(requests.get(number - 1).bytes());
    } catch (IOException e) {
      course.explain("the agent's channel broke"); // QEMU's end follows
    }
  }

  private static long waitsUntil(ReportWait report, Recorder recorder, long deadline) {
    return Math.min(deadline, report.until(recorder.reportFinished(), recorder.reportSince()));
  }

  /** The number of the request that reads the counts. */
  private int countingRequest() {
    return requests.indexOf(requests.stream().filter(Request::counts).findFirst().orElseThrow())
        + 1;
  }
}
