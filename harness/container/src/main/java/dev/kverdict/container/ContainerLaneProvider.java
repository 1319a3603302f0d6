package dev.kverdict.container;

import com.github.dockerjava.api.model.Container;
import dev.kverdict.UserError;
import dev.kverdict.host.Lane;
import dev.kverdict.host.LaneProvider;
import dev.kverdict.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Opens the container lane; found by {@link java.util.ServiceLoader}. */
public final class ContainerLaneProvider implements LaneProvider {

  static final String NAME = "container";

  /** For the service loader. */
  public ContainerLaneProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Lane open(Map<String, String> env) {
    Engine engine = Engine.connect(env);
    Owner self = Owner.self();
    var unused = sweep(engine, self);
    ToolchainImage image = ToolchainImage.find(engine, env);
    return new ContainerLane(engine, image, self.labels(Store.defaultRoot(env)), env);
  }

  @Override
  public List<String> sweep(Map<String, String> env) {
    Engine engine;
    try {
      engine = Engine.connect(env);
    } catch (UserError e) {
      return List.of(); // without an engine there are no containers
    }
    return sweep(engine, Owner.self());
  }

  private static List<String> sweep(Engine engine, Owner self) {
    List<String> removed = new ArrayList<>();
    for (Container container : engine.labelled(Owner.LABEL)) {
      boolean orphan =
          Owner.of(container.getLabels())
              .filter(owner -> self.outlived(owner, Owner::startOf))
              .isPresent();
      if (orphan) {
        engine.remove(container.getId());
        removed.add("container " + container.getId());
      }
    }
    return removed;
  }
}
