/** The fault drill: what a run comes to when something breaks in the middle of it. */
@NullMarked
package dev.kverdict.drill;

import org.jspecify.annotations.NullMarked;
