package dev.kverdict.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A cluster on paper: cells of uneven cost in shards, machines that die, and a store that all of
 * them read from and write to, whose bandwidth is divided evenly among those that use it. Time goes
 * from event to event, in seconds; the same seed gives the same course.
 */
final class ClusterSimulation {

  /**
   * What is simulated.
   *
   * @param cells how many
   * @param medianSeconds half of the cells take less
   * @param spread of the logarithm of a cell's cost (log-normal); 0.8: one in fifty takes over five
   *     times the median
   * @param misjudged the same of what the plan gets wrong about a cell
   * @param shards how many
   * @param machines how many
   * @param lostPercent of the machines die at some moment in the ideal time
   * @param noticed seconds until the scheduler knows that a machine is dead and starts its task
   *     again
   * @param startSeconds of a task before its cells: it boots, and tries the control
   * @param readMb of the store for a task: kernels that were built before
   * @param writeMb of a task's evidence
   * @param storeMbPerSecond of the shared store, altogether
   */
  record Setting(
      int cells,
      double medianSeconds,
      double spread,
      double misjudged,
      int shards,
      int machines,
      double lostPercent,
      double noticed,
      double startSeconds,
      double readMb,
      double writeMb,
      double storeMbPerSecond) {

    Setting withShards(int number) {
      return new Setting(
          cells,
          medianSeconds,
          spread,
          misjudged,
          number,
          machines,
          lostPercent,
          noticed,
          startSeconds,
          readMb,
          writeMb,
          storeMbPerSecond);
    }

    Setting withStore(double mbPerSecond) {
      return new Setting(
          cells,
          medianSeconds,
          spread,
          misjudged,
          shards,
          machines,
          lostPercent,
          noticed,
          startSeconds,
          readMb,
          writeMb,
          mbPerSecond);
    }

    Setting withSpread(double of) {
      return new Setting(
          cells,
          medianSeconds,
          of,
          misjudged,
          shards,
          machines,
          lostPercent,
          noticed,
          startSeconds,
          readMb,
          writeMb,
          storeMbPerSecond);
    }

    Setting withLost(double percent) {
      return new Setting(
          cells,
          medianSeconds,
          spread,
          misjudged,
          shards,
          machines,
          percent,
          noticed,
          startSeconds,
          readMb,
          writeMb,
          storeMbPerSecond);
    }
  }

  /**
   * What came of it.
   *
   * @param seconds until the last shard was whole
   * @param ideal the seconds if all cells were divided evenly and nothing else took time
   * @param lostSeconds of machines, at work that had to be done again
   * @param storeSeconds of machines, at waiting for the store
   * @param again tasks that were started again
   * @param mostTries of one shard
   */
  record Course(
      double seconds,
      double ideal,
      double lostSeconds,
      double storeSeconds,
      int again,
      int mostTries) {}

  private enum Phase {
    READ,
    WORK,
    WRITE
  }

  private static final class Machine {
    double dies = Double.POSITIVE_INFINITY;
    int shard = -1;
    Phase phase = Phase.READ;
    double began;
    double phaseBegan;
    double workEnds;
    double leftMb;
  }

  /** A shard that comes back when its machine is known to be dead. */
  private record Returning(double at, int shard) {}

  private final Setting setting;
  private final double[] cost;
  private final List<Machine> machines = new ArrayList<>();
  private final Deque<Integer> queue = new ArrayDeque<>();
  private final PriorityQueue<Returning> returning =
      new PriorityQueue<>(Comparator.comparingDouble(Returning::at));
  private final int[] tries;
  private double now;
  private double lost;
  private double store;
  private int done;
  private int again;
  private double total;

  private ClusterSimulation(Setting setting, long seed) {
    this.setting = setting;
    Random random = new Random(seed);
    cost = new double[setting.shards()];
    tries = new int[setting.shards()];
    cut(random);
    double ideal = total / setting.machines();
    for (int i = 0; i < setting.machines(); i++) {
      Machine machine = new Machine();
      if (i < setting.machines() * setting.lostPercent() / 100) {
        machine.dies = random.nextDouble() * ideal;
      }
      machines.add(machine);
    }
  }

  /** Runs it. */
  static Course of(Setting setting, long seed) {
    return new ClusterSimulation(setting, seed).run();
  }

  /** Longest first, each to the shard that has least, by what the plan believes. */
  private void cut(Random random) {
    record Cell(double believed, double real) {}
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < setting.cells(); i++) {
      double real = setting.medianSeconds() * Math.exp(setting.spread() * random.nextGaussian());
      total += real;
      cells.add(new Cell(real * Math.exp(setting.misjudged() * random.nextGaussian()), real));
    }
    cells.sort(Comparator.comparingDouble(Cell::believed).reversed());
    record Load(double believed, int shard) {}
    PriorityQueue<Load> loads =
        new PriorityQueue<>(Comparator.comparingDouble(Load::believed).thenComparing(Load::shard));
    for (int i = 0; i < setting.shards(); i++) {
      loads.add(new Load(0, i));
    }
    double[] believed = new double[setting.shards()];
    for (Cell cell : cells) {
      Load least = loads.remove();
      cost[least.shard()] += cell.real();
      believed[least.shard()] += cell.believed();
      loads.add(new Load(least.believed() + cell.believed(), least.shard()));
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < setting.shards(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble((Integer i) -> believed[i]).reversed());
    queue.addAll(order);
  }

  private Course run() {
    while (done < setting.shards()) {
      machines.stream().filter(m -> m.shard < 0 && m.dies > now).forEach(this::begin);
      advance(next());
      machines.stream().filter(m -> m.shard >= 0).forEach(this::step);
      while (!returning.isEmpty() && returning.peek().at() <= now) {
        queue.addFirst(returning.remove().shard());
      }
    }
    int most = 0;
    for (int each : tries) {
      most = Math.max(most, each);
    }
    return new Course(now, total / setting.machines(), lost, store, again, most);
  }

  private void begin(Machine machine) {
    Integer shard = queue.poll();
    if (shard != null) {
      machine.shard = shard;
      machine.began = now;
      tries[shard]++;
      enter(machine, Phase.READ, setting.readMb());
    }
  }

  private void enter(Machine machine, Phase phase, double megabytes) {
    machine.phase = phase;
    machine.phaseBegan = now;
    machine.leftMb = megabytes;
  }

  private double rate() {
    long users = machines.stream().filter(m -> m.shard >= 0 && m.phase != Phase.WORK).count();
    return users == 0 ? setting.storeMbPerSecond() : setting.storeMbPerSecond() / users;
  }

  /** When something happens next. */
  private double next() {
    double rate = rate();
    double next = returning.isEmpty() ? Double.POSITIVE_INFINITY : returning.peek().at();
    for (Machine machine : machines) {
      if (machine.shard >= 0) {
        double ends = machine.phase == Phase.WORK ? machine.workEnds : now + machine.leftMb / rate;
        next = Math.min(next, Math.min(ends, Math.max(now, machine.dies)));
      }
    }
    if (next == Double.POSITIVE_INFINITY) {
      throw new IllegalStateException("nothing happens any more at " + now + " s");
    }
    return next;
  }

  private void advance(double to) {
    double moved = rate() * (to - now);
    for (Machine machine : machines) {
      if (machine.shard >= 0 && machine.phase != Phase.WORK) {
        machine.leftMb -= moved;
      }
    }
    now = to;
  }

  private void step(Machine machine) {
    if (machine.dies <= now) {
      lost += now - machine.began;
      again++;
      returning.add(new Returning(now + setting.noticed(), machine.shard));
      machine.shard = -1;
      return;
    }
    switch (machine.phase) {
      case READ -> {
        if (machine.leftMb <= 1e-6) {
          store += now - machine.phaseBegan;
          machine.workEnds = now + setting.startSeconds() + cost[machine.shard];
          machine.phase = Phase.WORK;
        }
      }
      case WORK -> {
        if (machine.workEnds <= now) {
          enter(machine, Phase.WRITE, setting.writeMb());
        }
      }
      case WRITE -> {
        if (machine.leftMb <= 1e-6) {
          store += now - machine.phaseBegan;
          machine.shard = -1;
          done++;
        }
      }
    }
  }
}
