package dev.kverdict.trial;

/** Thrown if a guest does not reach the point where it is to be saved: its trials have to boot. */
public final class NotSaved extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotSaved(String why) {
    super(why);
  }
}
