package dev.kverdict.syzbot;

/** What a mail of syzbot, or to it, is about; or where else a report comes from. */
enum ReportKind {
  REPORT("a report of syzbot"),
  QUOTED("a report of syzbot, quoted in another mail"),
  CI("a report of syzbot on a series of patches"),
  BISECTION("syzbot's mail on a bisection"),
  RESULT("syzbot's reply to a patch"),
  REQUEST("a mail that asks syzbot to test"),
  DASHBOARD("a bug of syzbot's dashboard, as JSON");

  private final String words;

  ReportKind(String words) {
    this.words = words;
  }

  /** Returns whether it says on which kernel the bug was seen, in the first place. */
  boolean describes() {
    return this == REPORT || this == CI || this == DASHBOARD;
  }

  @Override
  public String toString() {
    return words;
  }
}
