/** The container lane: runs commands in containers of a local engine. */
@NullMarked
package dev.kverdict.container;

import org.jspecify.annotations.NullMarked;
