/** Plans and runs a matrix: order, jobs, events. */
@NullMarked
package dev.kverdict.campaign;

import org.jspecify.annotations.NullMarked;
