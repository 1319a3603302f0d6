/** The JUnit extension: each cell of a matrix is a test. */
@NullMarked
package dev.kverdict.junit;

import org.jspecify.annotations.NullMarked;
