/** The container lane: commands run in containers of a local engine. */
@NullMarked
package dev.kverdict.container;

import org.jspecify.annotations.NullMarked;
