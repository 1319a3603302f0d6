package dev.kverdict.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Something that was measured several times.
 *
 * @param section what it belongs to
 * @param name what was measured
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

  /** One value. */
  public static Measurement once(String section, String name, String unit, double value) {
    return new Measurement(section, name, unit, List.of(value));
  }

  /**
   * How many times as much this is as another: the ratio of each two values that were measured one
   * after the other, so that a host that changes meanwhile changes both.
   *
   * @throws IllegalArgumentException when there are not as many of each, or not in one unit
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

  /** The middle value, or the mean of the two in the middle. */
  public double median() {
    List<Double> sorted = samples.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The smallest value. */
  public double min() {
    return samples.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The largest value. */
  public double max() {
    return samples.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
