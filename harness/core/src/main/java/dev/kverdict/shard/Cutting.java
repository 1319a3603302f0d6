package dev.kverdict.shard;

import dev.kverdict.model.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deals units out to shards: the dearest first, each to the shard that is the cheapest with it
 * (Graham, <i>Bounds on Multiprocessing Timing Anomalies</i>, 1969). What several units share, such
 * as a control, costs a shard once.
 */
record Cutting(Costs costs) {

  /** Returns the shards, none of them empty: fewer than asked for if there are fewer units. */
  List<List<Unit>> into(int shards, List<Unit> units) {
    List<List<Unit>> dealt = new ArrayList<>();
    for (int i = 0; i < Math.min(shards, units.size()); i++) {
      dealt.add(new ArrayList<>());
    }
    List<Unit> dearest = new ArrayList<>(units);
    dearest.sort(Comparator.comparingLong((Unit unit) -> -millis(List.of(unit))));
    for (int i = 0; i < dearest.size(); i++) {
      // As many as are left go to shards that have none, so that none stays empty.
      boolean oneEach = dearest.size() - i <= dealt.stream().filter(List::isEmpty).count();
      Unit unit = dearest.get(i);
      List<Unit> cheapest =
          dealt.stream()
              .filter(shard -> !oneEach || shard.isEmpty())
              .min(Comparator.comparingLong(shard -> millis(with(shard, unit))))
              .orElseThrow();
      cheapest.add(unit);
    }
    for (List<Unit> shard : dealt) {
      shard.sort(Comparator.comparingInt(units::indexOf));
    }
    dealt.sort(Comparator.comparingInt(shard -> units.indexOf(shard.get(0))));
    return dealt;
  }

  private static List<Unit> with(List<Unit> shard, Unit unit) {
    List<Unit> more = new ArrayList<>(shard);
    more.add(unit);
    return more;
  }

  /** Returns about how long some units take on one machine, in ms. */
  long millis(List<Unit> units) {
    Set<String> once = new TreeSet<>();
    long total = 0;
    for (Unit unit : units) {
      for (Cell cell : unit.cells()) {
        if (once.add(cell.kernel().name())) {
          total += costs.control(cell.kernel());
        }
        if (cell.patch() != null && once.add(cell.kernelUnderTest())) {
          total += costs.build(cell);
        }
        total += costs.trials(cell);
      }
      total += unit.claims() ? costs.claims() : 0;
    }
    return total;
  }
}
