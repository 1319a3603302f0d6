/** Console bytes in, crash reports out. */
@NullMarked
package dev.kverdict.oops;

import org.jspecify.annotations.NullMarked;
