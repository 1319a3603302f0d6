/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The variants of the reproducers of the BUG_ON in copy-on-write, as macros. To be included before
 * everything else: a header makes FITRIM, and syzbot.h MOVE_EXT, a number of its own.
 */
#ifndef VARIANTS_H
#define VARIANTS_H

#ifndef STEP8
#define STEP8 MOVE_EXT
#endif
#ifndef PAUSE
#define PAUSE 0
#endif
#ifndef OVERWRITES
#define OVERWRITES 1
#endif

#define CHOICE_OF(name) CHOICE_##name
#define CHOICE(name) CHOICE_OF(name)
static const enum { CHOICE_MOVE_EXT, CHOICE_FITRIM, CHOICE_NONE } choice = CHOICE(STEP8);

#endif
