package dev.kverdict.trial;

import dev.kverdict.guest.AgentMessage;

/** Somebody who wants to know when something happens in a trial: must return at once. */
@FunctionalInterface
public interface Moments {

  /** Nobody. */
  Moments NONE = what -> {};

  /** The trial's own copy of the image is made. */
  String IMAGE_COPIED = "image copied";

  /** QEMU is about to be started. */
  String STARTING = "QEMU is started";

  /** QEMU runs and opened its channels. */
  String CONNECTED = "channels connected";

  /** User space is up. */
  String HELLO = "agent: hello";

  /** All is done that a program needs before it. */
  String PREPARED = "guest is prepared";

  /** The machine's state is in its file. */
  String SAVED = "state written";

  /** The program ended. */
  String EXITED = "program exited";

  /** QEMU ended. */
  String ENDED = "QEMU ended";

  /** The file system's checker is done. */
  String CHECKED = "checker done";

  /** Something happened just now. */
  void at(String what);

  /** The agent said something; most of it is worth a moment. */
  default void said(AgentMessage message) {
    switch (message.kind()) {
      case HELLO -> at(HELLO);
      case ANSWER -> {
        AgentMessage.Answer answer = (AgentMessage.Answer) message;
        at("agent: " + (answer.type() + " " + answer.name()).strip());
      }
      case MOUNT -> at("agent: mounted");
      case TAINT -> at("agent: taint read");
      case OUTPUT -> at("program: " + ((AgentMessage.Output) message).text().strip());
      case EXIT -> at(EXITED);
      case REREAD -> at("agent: files read again after a new mount");
      case SETTLED -> at("agent: settled");
      case HEARTBEAT, HITS, MARK, DIFFERS, MODULE, STUCK, FAULT -> {
        // Part of what the others tell, or of a trial that went wrong.
      }
    }
  }
}
