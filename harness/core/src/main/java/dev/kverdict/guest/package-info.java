/** The inside of the guest: the agent, its protocol, the initramfs, compiled reproducers. */
@NullMarked
package dev.kverdict.guest;

import org.jspecify.annotations.NullMarked;
