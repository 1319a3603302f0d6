package dev.kverdict.container;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Makes what commands write belong to the containers' user while they run, and to us again after
 * the last of those that share a folder. Only where the two differ: when the harness is root.
 *
 * <p>Links are never followed. A file with more than one name is not touched: the other may be the
 * store's, and the container must not get at it; it can replace such a file, not change it.
 */
final class OwnedWrites {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Nobody else may write to what is ours again, and nothing of it runs as its owner. */
  private static final List<String> OURS_ALONE =
      List.of("-type", "f,d", "-perm", "/7022", "-exec", "chmod", "ug-s,a-t,go-w", "{}", "+");

  private final ContainerUser user;
  private final Lane host;
  private final List<Path> lent = new ArrayList<>();
  private final List<Path> late = new ArrayList<>();

  /**
   * Remembers who.
   *
   * @param host runs chown
   */
  OwnedWrites(ContainerUser user, Lane host) {
    this.user = user;
    this.host = host;
  }

  /** Lends files and folders to the containers' user. */
  synchronized void lend(Collection<Path> writes) {
    if (user.ours()) {
      return;
    }
    for (Path path : writes) {
      chown(
          path,
          List.of("-user", "0", "(", "-type", "d", "-o", "-links", "1", ")"),
          user.text(),
          List.of());
      lent.add(path);
    }
  }

  /** Takes them back, as far as nobody else still has them or what lies in or around them. */
  synchronized void takeBack(Collection<Path> writes) {
    if (user.ours()) {
      return;
    }
    writes.forEach(lent::remove);
    late.addAll(writes);
    List<Path> free = late.stream().distinct().filter(path -> !inUse(path)).toList();
    late.removeAll(free);
    for (Path path : free) {
      chown(path, List.of("-user", Integer.toString(user.uid())), "0:0", OURS_ALONE);
    }
  }

  private boolean inUse(Path path) {
    return lent.stream().anyMatch(other -> other.startsWith(path) || path.startsWith(other));
  }

  private void chown(Path path, List<String> which, String owner, List<String> then) {
    if (!Files.exists(path)) {
      return; // not made yet, or removed by its user
    }
    List<String> find = new ArrayList<>(List.of("find", "-P", real(path), "-xdev"));
    find.addAll(which);
    find.addAll(List.of("-exec", "chown", "-h", owner, "{}", "+"));
    find.addAll(then);
    CommandResult done =
        host.run(
            Command.of(Path.of("/"), find.toArray(String[]::new))
                .writing(path)
                .within(LIMIT)
                .asChore());
    if (!done.ok() && Files.exists(path)) {
      throw new InfraError("cannot give " + path + " to " + owner + ": " + done.summary());
    }
  }

  private static String real(Path path) {
    try {
      return path.toRealPath().toString();
    } catch (IOException e) {
      throw new InfraError("cannot find " + path + ": " + e.getMessage(), e);
    }
  }
}
