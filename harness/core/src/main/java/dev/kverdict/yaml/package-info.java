/** Reads a case from YAML; errors name file, line and column. */
@NullMarked
package dev.kverdict.yaml;

import org.jspecify.annotations.NullMarked;
