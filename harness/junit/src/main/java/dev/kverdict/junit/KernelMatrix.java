package dev.kverdict.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test method once for each cell of a matrix that the system properties select. The method
 * takes one {@link CellUnderTest}.
 *
 * <p>{@code -Dkernel=} takes {@code unpatched}, {@code patched}, a kernel or {@code KERNEL/PATCH};
 * {@code -Dpatch=}, {@code -Drepro=} and {@code -Dmatrix=} narrow or replace. Without {@code
 * -Dkernel}, {@code -Dpatch} and {@code -Drepro} there is one test: a single trial of the unpatched
 * kernel with the first reproducer. An unknown name is an error that lists the known ones.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(KernelMatrixExtension.class)
public @interface KernelMatrix {

  /** The matrix file, relative to the directory in which Maven was started, or to one above it. */
  String value();
}
