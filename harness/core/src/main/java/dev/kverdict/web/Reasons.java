package dev.kverdict.web;

import java.io.IOException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;

/** Says in words what the client leaves to the class of an exception. */
final class Reasons {

  private Reasons() {}

  /** Returns an exception with the reason as its message. */
  static IOException of(Throwable failure) {
    return new IOException(words(failure), failure);
  }

  private static String words(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "this machine cannot find the host";
      }
    }
    String message = failure.getMessage();
    return message == null || failure instanceof HttpConnectTimeoutException
        ? "no connection"
        : message;
  }
}
