/** Other rules than ours beside ours, on the same trials of patches whose worth is known. */
@NullMarked
package dev.kverdict.truth;

import org.jspecify.annotations.NullMarked;
