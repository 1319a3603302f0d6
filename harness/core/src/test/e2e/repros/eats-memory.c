// SPDX-License-Identifier: GPL-2.0-only
/* Takes all the memory that the guest has. */
#include <stdlib.h>
#include <string.h>

#include "../../../../../../repros/kv.h"

int main(void)
{
	kv_plan(2);
	kv_step("start", 1);
	for (;;) {
		char *more = malloc(1 << 20);

		if (!more)
			continue;
		memset(more, 1, 1 << 20);
	}
}
