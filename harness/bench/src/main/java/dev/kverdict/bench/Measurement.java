package dev.kverdict.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A quantity that was measured several times.
 *
 * @param section the section of the benchmark
 * @param name the quantity
 * @param unit the unit, such as {@code ms}; {@value #RATIO} for a ratio
 * @param samples each value, in the order of measuring; never empty
 */
public record Measurement(String section, String name, String unit, List<Double> samples) {

  /** The unit of a ratio. */
  public static final String RATIO = "x";

  public Measurement {
    Objects.requireNonNull(section, "section");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unit, "unit");
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured: " + section + ", " + name);
    }
  }

  /**
   * Returns the ratios of this to another, of each two values that were measured one after the
   * other, so a change of the host's speed affects both.
   *
   * @throws IllegalArgumentException when their numbers or units differ
   */
  public Measurement ratioTo(Measurement other, String ratio) {
    if (samples.size() != other.samples.size() || !unit.equals(other.unit)) {
      throw new IllegalArgumentException("no pairs: " + name + ", " + other.name);
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      ratios.add(samples.get(i) / other.samples.get(i));
    }
    return new Measurement(section, ratio, RATIO, ratios);
  }

  /** Returns the middle value, or the mean of the two in the middle. */
  public double median() {
    List<Double> sorted = samples.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Returns the smallest value. */
  public double min() {
    return samples.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** Returns the largest value. */
  public double max() {
    return samples.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
