package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildTellerTest {

  @Test
  void aNoteNamesItsKernel() {
    List<Event> events = new ArrayList<>();
    new BuildTeller(events::add).note("stock", "linux-source-6.1 6.1.176-1");
    assertThat(events).containsExactly(new Event.Note("kernel stock: linux-source-6.1 6.1.176-1"));
  }
}
