/** What a run shows on a terminal while it goes on: lines, or a view that is drawn anew. */
@NullMarked
package dev.kverdict.terminal;

import org.jspecify.annotations.NullMarked;
