/**
 * The matrix in YAML: what was written (spec records) and what runs (resolved records), with line
 * and column in every error.
 */
@NullMarked
package dev.kverdict.matrix;

import org.jspecify.annotations.NullMarked;
