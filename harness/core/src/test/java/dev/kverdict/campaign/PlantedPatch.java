package dev.kverdict.campaign;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A patch of the list in {@code src/test/planted}, whose worth is known by construction. */
public record PlantedPatch(String name, Kind kind, boolean everyRun, String text) {

  /** What a patch is worth. */
  public enum Kind {
    RIGHT,
    WRONG,
    HALF,
    MASKING,
    AVOIDING,
    INERT,
    FLAKY
  }

  private record Planted(Map<String, Place> places, List<Entry> patches) {}

  private record Place(String file, int line, String above, List<String> instead, String below) {}

  private record Entry(String name, String kind, boolean everyRun, List<Edit> edits) {}

  private record Edit(String at, String code) {}

  public static List<PlantedPatch> all() throws IOException {
    Planted planted =
        new ObjectMapper(new YAMLFactory())
            .readValue(Path.of("src/test/planted/planted.yaml").toFile(), Planted.class);
    List<PlantedPatch> patches = new ArrayList<>();
    for (Entry entry : planted.patches()) {
      StringBuilder text = new StringBuilder("Subject: planted: " + entry.name() + "\n\n---\n");
      for (Edit edit : entry.edits()) {
        text.append(diff(planted.places().get(edit.at()), edit.code()));
      }
      patches.add(
          new PlantedPatch(
              entry.name(),
              Kind.valueOf(entry.kind().toUpperCase(java.util.Locale.ROOT)),
              entry.everyRun(),
              text.toString()));
    }
    return patches;
  }

  private static String diff(Place place, String code) {
    List<String> old = place.instead() == null ? List.of() : place.instead();
    List<String> now = code.isEmpty() ? List.of() : code.lines().toList();
    StringBuilder diff = new StringBuilder();
    diff.append("--- a/%s\n+++ b/%s\n".formatted(place.file(), place.file()));
    diff.append(
        "@@ -%d,%d +%d,%d @@\n"
            .formatted(place.line(), old.size() + 2, place.line(), now.size() + 2));
    diff.append(" ").append(place.above()).append('\n');
    old.forEach(line -> diff.append("-").append(line).append('\n'));
    now.forEach(line -> diff.append("+").append(line).append('\n'));
    diff.append(" ").append(place.below()).append('\n');
    return diff.toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
