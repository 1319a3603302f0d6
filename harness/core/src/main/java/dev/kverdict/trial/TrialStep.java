package dev.kverdict.trial;

/** The steps of a trial, in the order in which they usually happen. */
public enum TrialStep {
  /** The trial's own copy of the image is made. */
  IMAGE_COPIED("image copied"),
  /** QEMU is about to be started. */
  STARTING("QEMU is started"),
  /** QEMU runs and has connected to its sockets. */
  CONNECTED("channels connected"),
  /** User space is up. */
  HELLO("agent: hello"),
  /** The agent answered a request; the detail says which. */
  ANSWERED("agent"),
  /** The agent mounted the image. */
  MOUNTED("agent: mounted"),
  /** The agent read the kernel's taint flags. */
  TAINT_READ("agent: taint read"),
  /** All steps before the program are done. */
  PREPARED("guest is prepared"),
  /** The machine's state is in its file. */
  SAVED("state written"),
  /** The program printed a line, which is the detail. */
  OUTPUT("program"),
  /** A crash report began on the console. */
  REPORT_BEGAN("console: a report begins"),
  /** A crash report is complete. */
  REPORT_ENDED("console: a report is whole"),
  /** The program exited. */
  EXITED("program exited"),
  /** The agent read the files again after a remount. */
  REREAD("agent: files read again after a new mount"),
  /** The agent synced and unmounted. */
  SETTLED("agent: settled"),
  /** QEMU ended. */
  ENDED("QEMU ended"),
  /** The file system's checker is done. */
  CHECKED("checker done"),
  /** The trial's evidence is in its directory. */
  WRITTEN("evidence written"),
  /** The evidence was read and judged. */
  JUDGED("evidence read and judged"),
  /** The evidence is in the store. */
  KEPT("evidence kept in the store");

  private final String label;

  TrialStep(String label) {
    this.label = label;
  }

  /** Returns the step in words. */
  public String label() {
    return label;
  }
}
