package dev.kverdict.guest;

import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.StepResult;
import dev.kverdict.record.StuckTask;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Folds the agent's messages into what they say of a trial. */
public final class AgentTranscript {

  private static final int MAX_KEPT = 200;

  private final Ktap ktap = new Ktap();
  private final Map<String, String> buildIds = new LinkedHashMap<>();
  private final List<StepResult> mounts = new ArrayList<>();
  private final List<StuckTask> stuck = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private @Nullable String release;
  private @Nullable Long taintStart;
  private @Nullable Long taintEnd;
  private AgentRecord.@Nullable ProgramExit exit;
  private boolean timedOut;
  private boolean settled;

  private AgentTranscript() {}

  /** What a recorded stream says. */
  public static AgentRecord read(InputStream in) throws IOException {
    AgentTranscript transcript = new AgentTranscript();
    AgentMessages.all(in).forEach(transcript::accept);
    return transcript.result();
  }

  private void accept(AgentMessage message) {
    switch (message.kind()) {
      case HELLO -> {
        AgentMessage.Hello hello = (AgentMessage.Hello) message;
        release = hello.release();
        buildIds.put("vmlinux", hello.buildId());
      }
      case MODULE -> {
        AgentMessage.Module module = (AgentMessage.Module) message;
        if (module.ok() && buildIds.size() < MAX_KEPT) {
          buildIds.put(module.name(), module.buildId());
        } else {
          fault("module " + module.name() + ": " + module.errno());
        }
      }
      case ANSWER -> {
        AgentMessage.Answer answer = (AgentMessage.Answer) message;
        if (!answer.ok()) {
          fault(answer.type() + " " + answer.name() + ": " + answer.errno());
        }
      }
      case MOUNT -> {
        AgentMessage.Mount mount = (AgentMessage.Mount) message;
        if (mounts.isEmpty()) {
          mounts.add(
              new StepResult(StepResult.MOUNT, mount.ok(), mount.ok() ? null : mount.errno()));
        } else {
          fault("more than one mount");
        }
      }
      case TAINT -> taintStart = known(((AgentMessage.Taint) message).bits());
      case OUTPUT -> {
        AgentMessage.Output output = (AgentMessage.Output) message;
        if (!output.standardError()) {
          ktap.accept(output.text());
        }
      }
      case STUCK -> {
        AgentMessage.Stuck task = (AgentMessage.Stuck) message;
        if (stuck.size() < MAX_KEPT) {
          stuck.add(new StuckTask(task.name(), task.state(), task.afterKill(), task.stack()));
        }
      }
      case EXIT -> {
        AgentMessage.Exit end = (AgentMessage.Exit) message;
        timedOut = end.timedOut();
        if (end.gone()) {
          exit = new AgentRecord.ProgramExit(end.code(), end.signal());
        }
        if (end.leftOver() > 0) {
          fault(end.leftOver() + " tasks outlived the program");
        }
      }
      case SETTLED -> {
        AgentMessage.Settled end = (AgentMessage.Settled) message;
        settled = end.ok();
        taintEnd = known(end.taint());
        if (!end.ok()) {
          fault("sync: " + orOk(end.sync()) + ", umount: " + orOk(end.umount()));
        }
      }
      case FAULT -> fault(((AgentMessage.Fault) message).what());
      case HEARTBEAT -> {}
    }
  }

  private AgentRecord result() {
    List<StepResult> steps = new ArrayList<>(mounts);
    steps.addAll(ktap.steps());
    return new AgentRecord(
        release != null,
        release,
        buildIds,
        taintStart,
        taintEnd,
        steps,
        exit,
        timedOut,
        stuck,
        faults,
        settled);
  }

  private void fault(String what) {
    if (faults.size() < MAX_KEPT) {
      faults.add(what);
    }
  }

  private static @Nullable Long known(long taint) {
    return taint < 0 ? null : taint;
  }

  private static String orOk(String errno) {
    return errno.isEmpty() ? "ok" : errno;
  }
}
