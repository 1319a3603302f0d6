package dev.kverdict.vm;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An event that QEMU reported unasked.
 *
 * @param name such as {@code SHUTDOWN}
 * @param data its data, possibly an empty object
 */
public record QmpEvent(String name, JsonNode data) {

  /** Returns whether the guest caused it: a clean trial has no such event. */
  public boolean byGuest() {
    return switch (name) {
      case "SHUTDOWN" -> data.path("guest").asBoolean(true);
      case "RESET" -> data.path("guest").asBoolean(true);
      case "GUEST_PANICKED", "GUEST_CRASHLOADED", "WATCHDOG" -> true;
      case "BLOCK_IO_ERROR" -> !data.path("nospace").asBoolean(false);
      default -> false;
    };
  }

  /** Returns the name with the reason, for display: {@code SHUTDOWN guest-reset}. */
  public String label() {
    String reason = data.path("reason").asText("");
    return reason.isEmpty() ? name : name + " " + reason;
  }
}
