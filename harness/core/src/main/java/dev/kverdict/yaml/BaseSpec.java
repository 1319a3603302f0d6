package dev.kverdict.yaml;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code base:} as written: one word, or a mapping. One of the two is null.
 *
 * @param name a make target or a file
 * @param download what is downloaded
 */
record BaseSpec(@Nullable String name, MatrixSpec.@Nullable ConfigUrl download) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static BaseSpec of(String name) {
    return new BaseSpec(name, null);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static BaseSpec of(MatrixSpec.ConfigUrl download) {
    return new BaseSpec(null, download);
  }

  @JsonValue
  Object written() {
    return name != null ? name : Objects.requireNonNull(download);
  }
}
