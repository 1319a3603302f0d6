/** Files from the network. */
@NullMarked
package dev.kverdict.web;

import org.jspecify.annotations.NullMarked;
