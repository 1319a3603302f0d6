package dev.kverdict.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * The harness's log, {@code RUN/kverdict.log}: messages of kverdict at every level, and warnings of
 * libraries. It continues until the next run of this process begins, or the process ends, so it
 * also holds the error that ended the run.
 */
final class RunLog {

  /** The file's name in the directory of a run. */
  static final String FILE = "kverdict.log";

  /** The largest size of the log of one run, in bytes. */
  static final long MOST = 64L << 20;

  private static final String OURS = "dev.kverdict";

  private RunLog() {}

  /** Begins the log of a run, whose directory exists. */
  static void begin(Path run) {
    begin(run, MOST);
  }

  static void begin(Path run, long most) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var former = root.getAppender(FILE);
    RunLogFile file = new RunLogFile(run.resolve(FILE), most);
    file.setContext(context);
    file.setName(FILE);
    file.start();
    root.addAppender(file);
    if (former != null) {
      root.detachAppender(former);
      former.stop();
    }
    context.getLogger(OURS).setLevel(Level.DEBUG);
  }
}
