package dev.kverdict.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The fault drill: each fault is made for real, and whatever it does to the run, no verdict is
 * wrong, nothing is left behind, and the next run is right. The quick ones alone, or all of them
 * with {@code -Ddrill=all}; {@code -Ddrill.only=PATTERN} takes those whose names have it.
 */
@Tag("vm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultDrillVmTest {

  private static final boolean ALL = "all".equals(System.getProperty("drill"));
  private static final Pattern ONLY = Pattern.compile(System.getProperty("drill.only", ""));
  private static final Path TABLE = Path.of("target/fault-drill.md");

  private final List<Row> rows = new ArrayList<>();
  private Drill drill;

  @BeforeAll
  void setTheStage() throws IOException, InterruptedException {
    drill = Drill.open(System.getProperty("drill.launcher"));
  }

  @AfterAll
  void writeTheTable() throws IOException {
    if (drill != null) {
      drill.close();
    }
    StringBuilder table = new StringBuilder(Row.HEAD);
    rows.forEach(row -> table.append(row.markdown()));
    Files.writeString(TABLE, table);
  }

  @TestFactory
  Stream<DynamicTest> faults() {
    return Faults.all().stream()
        .filter(fault -> ALL || fault.quick())
        .filter(fault -> ONLY.matcher(fault.name()).find())
        .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> make(fault)));
  }

  private void make(Fault fault) throws IOException, InterruptedException {
    Row row = drill.row(fault);
    rows.add(row);
    System.out.print(row.markdown());
    assertThat(row.wrong()).isEmpty();
  }
}
