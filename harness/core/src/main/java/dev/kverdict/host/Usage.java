package dev.kverdict.host;

import java.util.LongSummaryStatistics;
import java.util.stream.Stream;

/**
 * What the processes of a build use at one moment.
 *
 * @param processes how many there are
 * @param memory bytes of their own, without what they share with files or with each other
 */
public record Usage(long processes, long memory) {

  /** Nothing: the build has ended. */
  public static final Usage NONE = new Usage(0, 0);

  /** What the descendants of a process use. */
  public static Usage below(ProcessHandle process) {
    try (Stream<ProcessHandle> all = process.descendants()) {
      LongSummaryStatistics each =
          all.mapToLong(member -> HostMemory.anonymous(member.pid())).summaryStatistics();
      return new Usage(each.getCount(), each.getSum());
    }
  }
}
