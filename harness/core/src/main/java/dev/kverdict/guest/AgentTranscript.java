package dev.kverdict.guest;

import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.FailedCall;
import dev.kverdict.record.Mark;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Reread;
import dev.kverdict.record.Resources;
import dev.kverdict.record.StepResult;
import dev.kverdict.record.StuckTask;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folds the agent's messages into the record of a trial. */
public final class AgentTranscript {

  private static final int MAX_KEPT = 200;
  private static final int MAX_MODULES = 600;
  private static final int MAX_PROBES = 512;
  private static final int MAX_MARKS = 256;
  private static final int MAX_NAMES = 16;
  private static final int MAX_WORDS = 200;

  private final Ktap ktap = new Ktap();
  private final Map<String, String> buildIds = new LinkedHashMap<>();
  private final List<StepResult> mounts = new ArrayList<>();
  private final Map<String, Long> hits = new LinkedHashMap<>();
  private boolean counted;
  private final Set<String> unanswered = new LinkedHashSet<>();
  private final List<FailedCall> failedCalls = new ArrayList<>();
  private final List<StuckTask> stuck = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final List<String> differing = new ArrayList<>();
  private @Nullable Reread reread;
  private @Nullable Resources before;
  private @Nullable Resources after;
  private boolean started;
  private @Nullable String release;
  private @Nullable Long taintStart;
  private @Nullable Long taintEnd;
  private AgentRecord.@Nullable ProgramExit exit;
  private boolean ended;
  private boolean timedOut;
  private boolean settled;
  private AgentRecord.@Nullable Work work;
  private String line = "";
  private String lastWords = "";

  private AgentTranscript() {}

  /**
   * Reads a stream of messages to its end.
   *
   * @throws IOException if the stream fails
   */
  public static AgentRecord read(InputStream in) throws IOException {
    AgentTranscript transcript = new AgentTranscript();
    AgentMessages messages = new AgentMessages(in);
    for (Optional<AgentMessage> m = messages.next(); m.isPresent(); m = messages.next()) {
      transcript.accept(m.get());
    }
    return transcript.result();
  }

  private void accept(AgentMessage message) {
    switch (message.kind()) {
      case HELLO -> accept((AgentMessage.Hello) message);
      case MODULE -> accept((AgentMessage.Module) message);
      case UNANSWERED -> accept((AgentMessage.Unanswered) message);
      case FAILED -> accept((AgentMessage.Failed) message);
      case ANSWER -> accept((AgentMessage.Answer) message);
      case MOUNT -> accept((AgentMessage.Mount) message);
      case TAINT -> accept((AgentMessage.Taint) message);
      case MARK -> accept((AgentMessage.Mark) message);
      case DIFFERS -> accept((AgentMessage.Differs) message);
      case REREAD -> reread = new Reread(((AgentMessage.Reread) message).errno(), differing);
      case OUTPUT -> accept((AgentMessage.Output) message);
      case WORK -> accept((AgentMessage.Work) message);
      case STUCK -> accept((AgentMessage.Stuck) message);
      case EXIT -> accept((AgentMessage.Exit) message);
      case SETTLED -> accept((AgentMessage.Settled) message);
      case FAULT -> fault(((AgentMessage.Fault) message).what());
      case HITS -> accept((AgentMessage.Hits) message);
      case HEARTBEAT -> {}
    }
  }

  private void accept(AgentMessage.Hello hello) {
    if (release != null) {
      fault("the agent started twice");
    }
    release = hello.release();
    buildIds.put("vmlinux", hello.buildId());
  }

  private void accept(AgentMessage.Module module) {
    if (!module.ok()) {
      fault("module " + module.name() + ": " + module.errno());
    } else if (buildIds.size() < MAX_MODULES) {
      buildIds.put(module.name(), module.buildId());
    } else {
      fault("more than " + MAX_MODULES + " modules");
    }
  }

  private void accept(AgentMessage.Unanswered request) {
    if (unanswered.size() < MAX_KEPT) {
      unanswered.add(request.name());
    }
  }

  private void accept(AgentMessage.Failed call) {
    if (failedCalls.size() < MAX_KEPT) {
      failedCalls.add(new FailedCall(call.call(), call.argument(), call.errno()));
    }
  }

  private void accept(AgentMessage.Hits count) {
    // Reported again whenever it has grown: the last one counts.
    if (hits.containsKey(count.name()) || hits.size() < MAX_PROBES) {
      hits.put(count.name(), count.hits() + count.missed());
    } else {
      fault("more than " + MAX_PROBES + " probes");
    }
  }

  private void accept(AgentMessage.Answer answer) {
    started |= answer.type().equals("started");
    counted |= answer.type().equals("counted") && answer.ok();
    if (answer.type().equals("probed")) {
      // A probe that cannot be armed is not a fault: its line is just not measurable.
      if (answer.ok() && hits.size() < MAX_PROBES) {
        hits.putIfAbsent(answer.name(), 0L);
      }
    } else if (!answer.ok()) {
      fault(answer.type() + " " + answer.name() + ": " + answer.errno());
    }
  }

  private void accept(AgentMessage.Taint taint) {
    taintStart = known(taint.bits());
    before = taint.resources();
  }

  private void accept(AgentMessage.Mark mark) {
    if (marks.size() < MAX_MARKS) {
      Phase phase = ended ? Phase.SETTLE : started ? Phase.RUN : Phase.PREPARE;
      marks.add(new Mark(mark.number(), phase, mounts.size() + ktap.steps().size()));
    }
  }

  private void accept(AgentMessage.Differs file) {
    if (differing.size() < MAX_KEPT) {
      differing.add(file.name() + ": " + file.how());
    }
  }

  private void accept(AgentMessage.Mount mount) {
    if (mounts.isEmpty()) {
      mounts.add(new StepResult(StepResult.MOUNT, mount.ok(), Errno.name(mount.errno())));
    } else {
      fault("more than one mount");
    }
  }

  private void accept(AgentMessage.Output output) {
    if (!output.standardError()) {
      ktap.accept(output.text());
    }
    for (String part : output.text().split("(?<=\n)", -1)) {
      line = (line.length() > MAX_WORDS ? "" : line) + part;
      lastWords = line.isBlank() ? lastWords : line.strip();
      line = part.endsWith("\n") ? "" : line;
    }
  }

  private void accept(AgentMessage.Work done) {
    work =
        new AgentRecord.Work(
            done.processes(), words(done.mounted()), words(done.opened()), done.killed());
  }

  /** A guest may claim anything; types and devices are words, and few. */
  private static List<String> words(String text) {
    return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).limit(MAX_NAMES).toList();
  }

  private void accept(AgentMessage.Stuck task) {
    if (stuck.size() < MAX_KEPT) {
      stuck.add(new StuckTask(task.name(), task.state(), task.afterKill(), task.stack()));
    }
  }

  private void accept(AgentMessage.Exit end) {
    if (ended) {
      fault("the program ended twice");
      return;
    }
    ended = true;
    timedOut = end.timedOut();
    if (end.gone()) {
      exit = new AgentRecord.ProgramExit(end.code(), end.signal());
    }
    if (end.leftOver() > 0) {
      fault(end.leftOver() + " tasks outlived the program");
    }
    int seen = ktap.steps().size();
    int planned = ktap.planned().orElse(seen);
    // A program that fails a step or a check may stop there; one that succeeds may not.
    if (end.code() == 0 && planned != seen) {
      fault("the program planned " + planned + " steps and reported " + seen);
    }
  }

  private void accept(AgentMessage.Settled end) {
    settled = end.ok();
    taintEnd = known(end.taint());
    after = end.resources();
    if (!end.ok()) {
      fault("sync: " + orOk(end.sync()) + ", umount: " + orOk(end.umount()));
    }
  }

  /**
   * Returns what is known of the counts. In a guest that died before the last ones were read, a
   * probe of which none came may have been hit all the same.
   */
  private Map<String, Long> knownHits() {
    Map<String, Long> known = new LinkedHashMap<>(hits);
    if (!counted) {
      known.values().removeIf(count -> count == 0);
    }
    return known;
  }

  private AgentRecord result() {
    List<StepResult> steps = new ArrayList<>(mounts);
    steps.addAll(ktap.steps());
    return new AgentRecord(
        release != null,
        release,
        buildIds,
        List.copyOf(unanswered),
        taintStart,
        taintEnd,
        steps,
        exit,
        timedOut,
        stuck,
        faults,
        settled,
        knownHits(),
        marks,
        reread,
        before,
        after,
        work,
        lastWords.length() > MAX_WORDS ? lastWords.substring(0, MAX_WORDS) : lastWords,
        failedCalls);
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
