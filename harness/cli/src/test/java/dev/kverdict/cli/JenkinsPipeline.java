package dev.kverdict.cli;

import groovy.lang.Closure;
import groovy.lang.GroovyObjectSupport;
import groovy.lang.GroovyShell;
import groovy.lang.MissingMethodException;
import groovy.lang.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A declarative pipeline, evaluated as Groovy the way Jenkins does it, without its steps: what is
 * called is written down. Only words of Jenkins' documentation ("Pipeline Syntax") that a template
 * may use are known.
 */
final class JenkinsPipeline extends GroovyObjectSupport {

  private static final Set<String> KNOWN =
      Set.of(
          "pipeline",
          "agent",
          "label",
          "options",
          "timeout",
          "environment",
          "stages",
          "stage",
          "steps",
          "sh",
          "post",
          "always",
          "junit",
          "archiveArtifacts");

  private final List<String> called = new ArrayList<>();
  private final List<String> shell = new ArrayList<>();
  private final Map<String, Object> set = new LinkedHashMap<>();

  private JenkinsPipeline() {}

  /** Evaluates a Jenkinsfile. */
  static JenkinsPipeline read(Path file) throws IOException {
    JenkinsPipeline pipeline = new JenkinsPipeline();
    Script script = new GroovyShell().parse(file.toFile());
    // The words of the file are methods of nobody: they come here.
    script.setMetaClass(new Words(script, pipeline));
    var unused = script.run();
    return pipeline;
  }

  /** Returns the words in the order in which they are used. */
  List<String> called() {
    return called;
  }

  /** Returns the scripts for the shell. */
  List<String> shell() {
    return shell;
  }

  /** Returns the variables of the environment. */
  Map<String, Object> set() {
    return set;
  }

  @Override
  public Object invokeMethod(String name, Object arguments) {
    Object[] values = (Object[]) arguments;
    if (!KNOWN.contains(name)) {
      throw new MissingMethodException(name, JenkinsPipeline.class, values);
    }
    called.add(name);
    for (Object value : values) {
      if (name.equals("sh")) {
        shell.add(value.toString());
      }
      if (value instanceof Closure<?> block) {
        block.setDelegate(this);
        block.setResolveStrategy(Closure.DELEGATE_ONLY);
        var unused = block.call();
      }
    }
    return name;
  }

  @Override
  public void setProperty(String name, Object value) {
    set.put(name, value);
  }

  private static final class Words extends groovy.lang.DelegatingMetaClass {
    private final JenkinsPipeline pipeline;

    Words(Script script, JenkinsPipeline pipeline) {
      super(script.getMetaClass());
      this.pipeline = pipeline;
    }

    @Override
    public Object invokeMethod(Object object, String name, Object[] arguments) {
      return name.equals("run")
          ? super.invokeMethod(object, name, arguments)
          : pipeline.invokeMethod(name, arguments);
    }
  }
}
