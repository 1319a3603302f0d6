/** A case written in YAML, with the file, line and column of whatever is wrong with it. */
@NullMarked
package dev.kverdict.yaml;

import org.jspecify.annotations.NullMarked;
