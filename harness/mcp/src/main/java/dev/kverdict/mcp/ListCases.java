package dev.kverdict.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.yaml.MatrixReader;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Lists the case files below the root, with what each has. */
record ListCases(Root root) implements AgentTool {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEPTH = 5;
  private static final int MOST_CASES = 200;
  private static final int MOST_BYTES = 1 << 20;
  private static final Set<String> SKIPPED = Set.of("target", "runs", "node_modules");

  /** A file that is included by cases has no line like this. */
  private static final Pattern CASE = Pattern.compile("(?m)^case:");

  @Override
  public McpSchema.Tool description() {
    return McpSchema.Tool.builder("list_cases", Schemas.of(Map.of()))
        .title("List cases")
        .description(
            "Lists the cases (bugs that patches can be judged on), with the names of their"
                + " kernels, reproducers, guards and patches.")
        .build();
  }

  @Override
  public McpSchema.CallToolResult call(Arguments arguments, Call call) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode cases = answer.putArray("cases");
    StringBuilder text = new StringBuilder();
    for (Path file : files()) {
      ObjectNode one = cases.addObject().put("file", root.name(file));
      try {
        Matrix matrix = MatrixReader.read(file);
        describe(one, matrix);
        text.append("%s: %s\n".formatted(root.name(file), matrix.caseName()));
      } catch (UserError e) {
        one.put("error", e.getMessage());
        text.append(e.getMessage()).append('\n');
      }
    }
    return Schemas.result(text.isEmpty() ? "no case" : text.toString(), answer.toString());
  }

  private static void describe(ObjectNode node, Matrix matrix) {
    node.put("case", matrix.caseName());
    matrix.ownKernels().stream().map(KernelDef::name).forEach(node.putArray("kernels")::add);
    ArrayNode repros = node.putArray("repros");
    ArrayNode guards = node.putArray("guards");
    for (ReproducerDef program : matrix.reproducers().values()) {
      (program.guard() ? guards : repros).add(program.name());
    }
    matrix.patches().keySet().forEach(node.putArray("patches")::add);
  }

  private List<Path> files() {
    List<Path> found = new ArrayList<>();
    HostIo.run(
        "cannot list " + root.directory(),
        () ->
            Files.walkFileTree(
                root.directory(),
                EnumSet.noneOf(java.nio.file.FileVisitOption.class),
                DEPTH,
                new Finder(found)));
    Collections.sort(found);
    return found;
  }

  /** Finds cases; a directory that cannot be read has none. */
  private static final class Finder extends SimpleFileVisitor<Path> {

    private final List<Path> found;

    Finder(List<Path> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      String name = String.valueOf(directory.getFileName());
      return SKIPPED.contains(name) || name.startsWith(".")
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()
          && attributes.size() < MOST_BYTES
          && file.toString().matches("(?s).*\\.ya?ml")
          && CASE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find()) {
        found.add(file);
      }
      return found.size() == MOST_CASES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException error) {
      return FileVisitResult.CONTINUE;
    }
  }
}
