package dev.kverdict.host;

import java.util.LongSummaryStatistics;
import java.util.stream.Stream;

/**
 * Resources that the processes of a build use at one moment.
 *
 * @param processes their number
 * @param memory their private memory in bytes, without pages shared with files or each other
 */
public record Usage(long processes, long memory) {

  /** No usage, of a build that has ended. */
  public static final Usage NONE = new Usage(0, 0);

  /** Measures what the descendants of a process use. */
  public static Usage below(ProcessHandle process) {
    try (Stream<ProcessHandle> all = process.descendants()) {
      LongSummaryStatistics each =
          all.mapToLong(member -> HostMemory.anonymous(member.pid())).summaryStatistics();
      return new Usage(each.getCount(), each.getSum());
    }
  }
}
