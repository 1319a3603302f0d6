package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree that was built before the clock was set back, and a patch of today. */
class BuiltBeforeTest {

  private static final String MAKEFILE =
      "all: b.ko\nb.ko: b.o\n\tcp b.o b.ko\nb.o: b.c\n\tcp b.c b.o\n";

  @TempDir private Path folder;

  private Path file(String name, String text, Instant time) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private String made() throws IOException {
    CommandResult make = new HostLane().run(Command.of(folder, "make", "-s", "all").asChore());
    assertThat(make.exitCode()).as("%s", make.output()).isZero();
    return Files.readString(folder.resolve("b.ko"));
  }

  @Test
  void whatAPatchChangesIsNewerThanWhatWasBuiltBeforeIt() throws IOException {
    Instant now = Instant.now();
    Instant built = now.plus(Duration.ofDays(400));
    file("Makefile", MAKEFILE, built.minusSeconds(30));
    file("b.c", "old", built.minusSeconds(20));
    file("b.o", "old", built.minusSeconds(10));
    file("b.ko", "old", built.minusSeconds(5));
    Path last = file("built-at", "", built);
    file("b.c", "new", now);
    assertThat(made()).as("what make does by itself").isEqualTo("old");

    file("b.c", "old", built.minusSeconds(20));
    BuiltBefore.now(last, folder);
    assertThat(Files.getLastModifiedTime(folder.resolve("b.ko")).toInstant()).isBefore(now);
    assertThat(made()).as("nothing is made for the times alone").isEqualTo("old");
    Files.writeString(folder.resolve("b.c"), "new");
    assertThat(made()).isEqualTo("new");
  }

  @Test
  void timesStayWhereTheClockIsRight() throws IOException {
    Instant built = Instant.now().minusSeconds(60);
    Path object = file("b.o", "old", built);
    BuiltBefore.now(file("built-at", "", built), folder);
    assertThat(Files.getLastModifiedTime(object).toInstant()).isEqualTo(built);
  }
}
