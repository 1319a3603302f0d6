package dev.kverdict.junit;

import dev.kverdict.campaign.Campaign;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Provides one invocation per selected cell; they share one campaign per matrix and JVM. */
final class KernelMatrixExtension implements TestTemplateInvocationContextProvider {

  private static final ExtensionContext.Namespace CAMPAIGNS =
      ExtensionContext.Namespace.create(KernelMatrixExtension.class);

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return context.getTestMethod().map(this::takesCell).orElse(false);
  }

  private boolean takesCell(Method method) {
    if (method.isAnnotationPresent(KernelMatrix.class)
        && List.of(method.getParameterTypes()).equals(List.of(CellUnderTest.class))) {
      return true;
    }
    throw new ExtensionConfigurationException(
        method + " must carry @KernelMatrix and take exactly one CellUnderTest");
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    String matrix = context.getRequiredTestMethod().getAnnotation(KernelMatrix.class).value();
    RunningMatrix running =
        context
            .getRoot()
            .getStore(CAMPAIGNS)
            .getOrComputeIfAbsent(
                matrix, name -> RunningMatrix.start(name, Request.ofSystem()), RunningMatrix.class);
    Campaign campaign = running.campaign();
    return campaign.cells().stream().map(cell -> new OneCell(new CellUnderTest(campaign, cell)));
  }

  /** Names an invocation and passes it its cell. */
  private record OneCell(CellUnderTest cell) implements TestTemplateInvocationContext {

    @Override
    public String getDisplayName(int index) {
      return cell.toString();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new CellParameter(cell));
    }
  }

  /** Passes an invocation its cell. */
  private record CellParameter(CellUnderTest cell) implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == CellUnderTest.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return cell;
    }
  }
}
