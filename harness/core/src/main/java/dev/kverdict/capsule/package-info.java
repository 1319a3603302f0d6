/** One cell of a run in one file, and its trials run again from nothing else. */
@NullMarked
package dev.kverdict.capsule;

import org.jspecify.annotations.NullMarked;
