package dev.kverdict.trial;

/** A guest that did not get to the point where it was to be saved: its trials have to boot. */
public final class NotSaved extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotSaved(String why) {
    super(why);
  }
}
