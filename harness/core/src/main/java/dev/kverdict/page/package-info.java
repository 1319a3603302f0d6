/** Formats the result of a run, with its evidence, as a page for a browser. */
@NullMarked
package dev.kverdict.page;

import org.jspecify.annotations.NullMarked;
