package dev.kverdict.cli;

import dev.kverdict.campaign.Campaign;
import dev.kverdict.record.Event;
import dev.kverdict.record.Glimpse;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.EventLine;
import dev.kverdict.report.Reports;
import dev.kverdict.terminal.EventView;
import dev.kverdict.terminal.RunState;
import dev.kverdict.text.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a run: shows its events, writes them to the run's log, and knows what to leave and to say
 * when it is interrupted.
 */
final class RunWatch implements Consumer<Event>, Interruption.Work, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

  private final EventView view;
  private final RunState state;
  private final Interruption interruption;
  private volatile @Nullable Campaign campaign;
  private volatile Optional<RunResult> known = Optional.empty();
  private volatile boolean keeps = true;

  /**
   * @param state what the view draws, if it draws
   */
  RunWatch(EventView view, RunState state, Interruption interruption) {
    this.view = view;
    this.state = state;
    this.interruption = interruption;
    interruption.begin(this);
  }

  @Override
  public void accept(Event event) {
    LOG.info("{}", EventLine.of(event));
    state.accept(event);
    view.accept(event);
  }

  /** Follows a run whose trials no other run finds again. */
  void keepsNothing() {
    keeps = false;
  }

  /** Takes what goes on at the moment. */
  void glimpse(Glimpse glimpse) {
    view.glimpse(glimpse);
  }

  /** Follows a campaign, of which something is known even before it has its result. */
  Campaign following(Campaign begun) {
    campaign = begun;
    return begun;
  }

  /** Waits for the result, writes the reports, and leaves the terminal. */
  RunResult result() {
    Campaign followed = campaign;
    if (followed == null) {
      throw new IllegalStateException("follows no campaign");
    }
    RunResult result = followed.finish();
    Reports.writeAll(result, followed.folder());
    close();
    return result;
  }

  @Override
  public void leaveTerminal() {
    view.close();
  }

  @Override
  public void holdOn() {
    Campaign followed = campaign;
    known = followed == null ? Optional.empty() : followed.known();
  }

  @Override
  public List<String> lastWords() {
    Campaign followed = campaign;
    if (followed != null) {
      followed.cancel(); // nothing more may appear in its directory
    }
    List<String> words = new ArrayList<>();
    String came = state.words().orElse("");
    Path folder = followed == null ? null : followed.folder();
    if (known.isPresent() && folder != null) {
      words.add(came + "; so far: " + written(known.get(), folder));
    } else if (!came.isEmpty()) {
      words.add(came + "; so far: " + state.folder());
    }
    words.add("go on with: " + ShellWords.of(again(interruption.command())));
    words.add(keeps ? "trials that ended are taken from the store" : "all trials run again then");
    return words.stream().map(line -> Printable.line(line, Errors.LONGEST)).toList();
  }

  private static String written(RunResult result, Path folder) {
    try {
      Reports.writeAll(result, folder);
      return folder.resolve(Reports.PAGE) + ", and verdict.json says that it is partial";
    } catch (RuntimeException e) {
      // Whatever it is, the last words must come; what was written before stays.
      LOG.info("not all reports were written", e);
      return folder + ", without all reports: " + e.getMessage();
    }
  }

  /** Everything again would begin from the start again. */
  private static List<String> again(List<String> command) {
    return command.stream().filter(word -> !word.equals("--fresh")).toList();
  }

  @Override
  public void close() {
    interruption.end();
    view.close();
  }
}
