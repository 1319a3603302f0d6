package dev.kverdict.trial;

/**
 * Holds the guest's clock against the host's. A kernel that measures its time stamp counter while
 * the host is busy may measure a fraction of it, and then its clock runs many times too fast:
 * watchdogs and time limits end what has hardly begun.
 */
final class GuestClock {

  /** No clock of a healthy guest comes near; adjtimex(2) changes one by a tenth at most. */
  private static final int TOO_FAST = 3;

  /** In ms: what lies between a message and its reading may differ from one to the next. */
  private static final long SLACK = 5_000;

  private static final long NANOS = 1_000_000;

  private boolean begun;
  private long firstGuest;
  private long firstHost;

  /**
   * Returns how many times too fast it runs; 0 as long as it does not.
   *
   * @param guest the guest's clock in ms
   * @param host the host's clock in ns
   */
  long tooFast(long guest, long host) {
    if (!begun) {
      begun = true;
      firstGuest = guest;
      firstHost = host;
    }
    long passed = (host - firstHost) / NANOS;
    long claimed = guest - firstGuest;
    return claimed > TOO_FAST * passed + SLACK ? claimed / Math.max(1, passed) : 0;
  }
}
