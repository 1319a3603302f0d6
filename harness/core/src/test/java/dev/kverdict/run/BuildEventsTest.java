package dev.kverdict.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildEventsTest {

  @TempDir Path runs;

  @Test
  void aNoteNamesItsKernel() {
    List<Event> events = new ArrayList<>();
    new BuildEvents(events::add, glimpse -> {}, new BuildLogs(RunFolder.create(runs, "a-case")))
        .note("stock", "linux-source-6.1 6.1.176-1");
    assertThat(events).containsExactly(new Event.Note("kernel stock: linux-source-6.1 6.1.176-1"));
  }
}
