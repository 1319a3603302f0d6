package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A harness in another JVM that a test can kill, and the processes it has started. */
public final class ChildJvm {
  private ChildJvm() {}

  /** Starts a class's main method with this JVM's class path; it writes where this JVM does. */
  public static Process start(Class<?> main, Object... arguments) throws IOException {
    Stream<String> head =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    return new ProcessBuilder(
            Stream.concat(head, Stream.of(arguments).map(String::valueOf)).toList())
        .inheritIO()
        .start();
  }

  /**
   * All processes that come from one, as one look found them that also found the program searched
   * for: a second look may come when that one has ended.
   */
  public static List<ProcessHandle> familyWith(Process of, Predicate<String> command) {
    return await()
        .atMost(Duration.ofMinutes(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              assertThat(of.isAlive()).as("the harness ended too early").isTrue();
              return of.descendants().toList();
            },
            family ->
                family.stream().anyMatch(p -> p.info().command().filter(command).isPresent()));
  }

  /** Waits until none of them is left: dead at once, but seen until somebody took note of it. */
  public static void awaitGone(List<ProcessHandle> family) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
  }
}
