package dev.kverdict.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * The harness's own log, {@code RUN/kverdict.log}: what all of kverdict says at any level, and what
 * libraries warn of. It goes on until the next run of this process begins, or the process ends, so
 * that it holds what ended the run, too.
 */
final class RunLog {

  /** The file's name in the directory of a run. */
  static final String FILE = "kverdict.log";

  /** The log of one run is cut at so many bytes. */
  static final long MOST = 64L << 20;

  private static final String OURS = "dev.kverdict";

  private RunLog() {}

  /** Begins the log of a run, whose directory is there. */
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
